// What the driver uses of the package `pg`, so that it can do without its types.
import type { BackendKey, ServerEndpoint } from "./cancel-request.js";

/** The config of a `Client`: `host`, `port`, `user`, `password`, `database`, `ssl`, `connectionString`, … */
export type PgConfig = Readonly<Record<string, unknown>>;

/** One query. */
export interface PgQuery {
  readonly text: string;
  name?: string;
  values?: readonly unknown[];
  readonly rowMode?: "array";
  queryMode?: string;
  readonly types?: { getTypeParser(type: number): (text: string) => unknown };
}

/** The result of one query. */
export interface PgResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly fields: readonly PgField[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A column of a result. */
export interface PgField {
  readonly name: string;
  /** The number of its type on the server. */
  readonly dataTypeID: number;
}

/** Takes what one query came to. */
export type PgAnswer = (error: unknown, result: unknown) => void;

/** A client's way to the server; the package's native client has none. */
export interface PgWire {
  readonly stream: {
    destroy(): unknown;
    /** Keeps back what is written, and lets it go in one; a socket of some runtimes has neither. */
    cork?(): unknown;
    uncork?(): unknown;
    readonly writableNeedDrain?: boolean;
    once(event: "drain", listener: () => void): unknown;
  };
  /** Rows of a COPY, their end, and that they do not come. */
  sendCopyFromChunk?(rows: Uint8Array): unknown;
  endCopyFrom?(): unknown;
  sendCopyFail?(reason: string): unknown;
  /** The end of each answer. */
  on?(event: "readyForQuery", listener: () => void): unknown;
  off?(event: "readyForQuery", listener: () => void): unknown;
}

/** A query as an object of the package's own class: what it sends, and what its client calls with each message of its answer. */
export interface PgQueryObject {
  name: string | undefined;
  values: readonly unknown[] | undefined;
  queryMode: string | undefined;
  callback: PgAnswer;
  handleRowDescription(message: { readonly fields: readonly PgField[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  /** The server has done all that the query asked of it. */
  handleReadyForQuery(): void;
  /** The server asks for the rows of a COPY. */
  handleCopyInResponse(): void;
}

/** That class. */
export type PgQueryClass = new (sql: string, values: undefined, answered: PgAnswer) => PgQueryObject;

/** A `Client` of `pg`. */
export interface PgClient {
  /** Whether it sends queries without waiting for the answers to those before. */
  readonly pipeline?: boolean;
  /** Where the server is, and how it is spoken to. */
  readonly host?: string;
  readonly port?: number;
  readonly ssl?: boolean | object;
  readonly sslNegotiation?: string;
  /** What the server has given it at its start. */
  readonly processID?: number | null;
  readonly secretKey?: number | null;
  /** Its way to the server. */
  readonly connection?: PgWire;
  connect(): Promise<unknown>;
  query(query: PgQuery): Promise<unknown>;
  query(query: PgQueryObject): unknown;
  query(query: PgQuery, callback: (error: Error | null | undefined, result: unknown) => void): unknown;
  /** `I` for no transaction, `T` for an open one, `E` for one that failed; null before the first answer. */
  getTransactionStatus(): string | null;
  on(event: "drain" | "end", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "drain" | "end", listener: () => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** A client that belongs to a pool. */
export interface PgPoolClient extends PgClient {
  release(destroy?: boolean): void;
}

/** A `Pool` of `pg`. */
export interface PgPool {
  readonly idleCount: number;
  connect(): Promise<PgPoolClient>;
}

/** Whether it is a pool, of what a user may hand in. */
export function isPool(given: object): given is PgPool {
  return "idleCount" in given && "connect" in given;
}

/** Whether it is a client; the same. */
export function isClient(given: object): given is PgClient {
  return "query" in given && "getTransactionStatus" in given;
}

/** Where a client's server listens; null for a client that does not tell, such as the package's native one. */
export function endpointOf({ host, port, ssl = false, sslNegotiation }: PgClient): ServerEndpoint | null {
  if (host === undefined || port === undefined) return null;
  // the package hides the key from whoever lists its options
  const options = typeof ssl === "object" ? { ...ssl, ...("key" in ssl && { key: ssl.key }) } : {};
  return {
    at: host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    tls: ssl === false ? null : options,
    tlsAtOnce: sslNegotiation === "direct",
    tlsIfPossible: false,
  };
}

/** The key of a client's connection; null where it has none. */
export function keyOf({ processID, secretKey }: PgClient): BackendKey | null {
  return typeof processID === "number" && typeof secretKey === "number" ? { process: processID, secret: secretKey } : null;
}
