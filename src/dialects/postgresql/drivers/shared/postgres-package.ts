// What the driver uses of the package `postgres`, so that it can do without its types.

/** The options of an instance: `host`, `port`, `username`, `password`, `database`, `ssl`, `connection`, … */
export type PostgresConfig = Readonly<Record<string, unknown>>;

/** A value of a row as it came. */
interface RawValue {
  toString(): string;
}

/** What one statement gave, its rows apart. */
export interface PostgresAnswer {
  readonly command: string | null;
  readonly count: number | null;
  readonly columns: readonly { readonly name: string; readonly type: number }[];
  readonly statement?: { readonly name: string } | null;
}

/** A query whose rows are given as they came: arrays of bytes. */
interface PostgresRawQuery extends PromiseLike<unknown> {
  /** Its rows are handed over one by one. */
  forEach(each: (row: readonly (RawValue | null)[], answer: PostgresAnswer) => void): PromiseLike<unknown>;
}

/** A query that is sent when somebody waits for it. */
export interface PostgresQuery extends PromiseLike<unknown> {
  raw(): PostgresRawQuery;
  /** It is prepared only. */
  describe(): PromiseLike<unknown>;
}

/** What runs statements: an instance, or a connection that it has set apart. */
interface PostgresRunner {
  unsafe(sql: string, values?: unknown[], options?: { readonly prepare: boolean; readonly simple: boolean }): PostgresQuery;
  /** A value that is sent as being of the server's type. */
  typed(value: unknown, type: number): unknown;
}

/** A connection that belongs to one until it is released. */
export interface PostgresReserved extends PostgresRunner {
  release(): void;
}

/** Which of an instance's connections sends which text. */
export type PostgresDebug = (connection: number, sql: string, ...more: unknown[]) => void;

/** The settings of an instance, as it looks them up each time. */
export interface PostgresSettings {
  readonly max: number;
  readonly prepare: boolean;
  readonly fetch_types: boolean;
  readonly transform: Readonly<Record<"column" | "value" | "row", { readonly from?: unknown }>>;
  debug?: unknown;
  onclose?: ((connection: number) => void) | undefined;
}

/** An instance of `postgres`: a pool. */
export interface PostgresSql extends PostgresRunner {
  readonly options: object;
  reserve(): Promise<PostgresReserved>;
  end(options: { readonly timeout: number }): Promise<void>;
}

/** Whether it is an instance, of what a user may hand in. */
export function isInstance(given: object): given is PostgresSql {
  return typeof given === "function" && "reserve" in given && "options" in given;
}
