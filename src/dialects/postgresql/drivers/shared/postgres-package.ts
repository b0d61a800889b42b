// What the driver uses of the package `postgres`, so that it can do without its types.
import type { BackendKey, ServerEndpoint } from "./cancel-request.js";

/** The options of an instance: `host`, `port`, `username`, `password`, `database`, `ssl`, `connection`, … */
export type PostgresConfig = Readonly<Record<string, unknown>>;

/** A value of a row as it came. */
interface RawValue {
  toString(): string;
}

/** What one statement gave, its rows apart, or as a list of them. */
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
  /** Its rows are given as arrays of values, read as the instance's settings say. */
  values(): PromiseLike<unknown>;
  /** It is prepared only. */
  describe(): PromiseLike<unknown>;
}

/** What takes the rows of a COPY. */
export interface PostgresCopyStream {
  readonly closed: boolean;
  write(rows: string): boolean;
  end(): void;
  destroy(reason?: Error): void;
  once(event: "drain" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  /** What is done when it is destroyed. */
  _destroy(reason: Error | null, done: (reason: Error | null) => void): void;
}

/** A query before it is sent, and who hears what comes of it: of that the package's types say nothing. */
export interface PostgresCopyQuery {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
  execute(): unknown;
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
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false;
  readonly ssl: string | boolean | object;
  readonly sslnegotiation: string | null;
  readonly socket?: unknown;
  readonly max: number;
  readonly prepare: boolean;
  readonly fetch_types: boolean;
  /** What reads a value's text, by the server's type. */
  readonly parsers: Record<number, (text: string) => unknown>;
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

/** The key of the connection that a query was sent on, of which the package's types say nothing; null before that. */
export function keyOf(query: PostgresQuery): BackendKey | null {
  const { pid, secret } = { pid: null, secret: null, ...Reflect.get(query, "state") };
  return typeof pid === "number" && typeof secret === "number" ? { process: pid, secret } : null;
}

/** These let anybody be the server. */
const TRUSTING = new Set<unknown>(["require", "allow", "prefer"]);

/** Where an instance's server listens; null where that may be one of many, or a way of the user's. */
export function endpointOf({ host, port, path, ssl, sslnegotiation, socket }: PostgresSettings): ServerEndpoint | null {
  const [[name, other], [number]] = [host, port];
  if (socket || name === undefined || number === undefined || (other !== undefined && !path)) return null;
  const options = typeof ssl === "object" ? ssl : { rejectUnauthorized: !TRUSTING.has(ssl) };
  return {
    at: path ? { path } : { host: name, port: number },
    tls: ssl ? options : null,
    tlsAtOnce: sslnegotiation === "direct",
    tlsIfPossible: ssl === "prefer",
  };
}
