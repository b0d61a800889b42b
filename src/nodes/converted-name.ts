/** A name to which no naming convention is applied any more; where it is too long, it is shortened like those that one made. */
export class ConvertedName {
  constructor(readonly text: string) {}
}

/** A name as the user gives it to a constraint or an index. */
export type GivenName = string | ConvertedName;

/** The name of a constraint or an index. */
export interface ItemName<N extends string | null = string> {
  readonly name: N;
  /** A rule has made it: then it may be shortened. */
  readonly automatic: boolean;
}
