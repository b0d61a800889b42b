/** A database sequence. */
export interface Sequence {
  readonly name: string;
  readonly schema: string | null;
  readonly start: number | null;
  readonly increment: number | null;
}
