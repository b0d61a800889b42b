// What the driver uses of the package `@electric-sql/pglite`, so that it can do without its types.

/** One message of the server's. */
export interface PgliteMessage {
  readonly name: string;
}

/** The messages that matter here, by their names. */
export type KnownMessage =
  | { readonly name: "rowDescription"; readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] }
  | { readonly name: "dataRow"; readonly fields: readonly (string | null)[] }
  | { readonly name: "commandComplete"; readonly text: string }
  | { readonly name: "readyForQuery"; readonly status: string }
  | { readonly name: "parseComplete" }
  | (Error & { readonly name: "error" });

/** A database of PGlite: in memory or in a folder, and its only connection. */
export interface PgliteClient {
  readonly closed: boolean;
  execProtocolStream(
    message: Uint8Array,
    options: { readonly syncToFs: boolean; readonly throwOnError: boolean },
  ): Promise<readonly PgliteMessage[]>;
  /** Runs it while no statement of anybody else's is under way. */
  runExclusive<T>(run: () => Promise<T>): Promise<T>;
  syncToFs(): Promise<void>;
  close(): Promise<void>;
}

/** What writes the messages of PostgreSQL's protocol. */
export interface PgliteProtocol {
  readonly serialize: {
    parse(statement: { name: string; text: string }): Uint8Array;
    bind(values: { statement: string; values: (string | null)[] }): Uint8Array;
    describe(what: { type: "P" }): Uint8Array;
    execute(): Uint8Array;
    sync(): Uint8Array;
  };
}

/** The package. */
export interface PglitePackage {
  readonly PGlite: { create(folder: string): Promise<PgliteClient> };
  readonly protocol: PgliteProtocol;
}
