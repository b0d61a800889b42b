import type { DdlElement } from "./ddl.js";

/** What a database's DDL has, as plain data. */
export interface DdlFeatures {
  /** `ALTER TABLE … ADD CONSTRAINT`: foreign keys that go in a circle are added when all tables are there. */
  readonly alterConstraints: boolean;
  /** `COMMENT ON TABLE …` as a statement of its own. */
  readonly commentStatements: boolean;
  /** `GENERATED … AS IDENTITY`; left out where there is no such thing. */
  readonly identityColumns: boolean;
  /** `CREATE SCHEMA`. */
  readonly createSchema: boolean;
  /** `CREATE INDEX … WHERE`. */
  readonly partialIndexes: boolean;
  /** Foreign keys can be deferred to COMMIT, so that tables which refer to each other can be dropped. */
  readonly deferForeignKeys: boolean;
  /** `CREATE TYPE … AS ENUM`: an enumeration that has a name is a type of its own. */
  readonly enumTypes: boolean;
}

/** What `createAll` and `dropAll` need of a connection that answers at once. A synchronous engine's SyncConnection is one. */
export interface SyncDdlConnection {
  readonly synchronous: true;
  readonly dialect: DdlConnection["dialect"];
  /** The same as those of a DdlConnection. */
  executeDdl(element: DdlElement): void;
  hasTable(name: string, schema: string | null, options: { readonly writes: boolean }): boolean;
  hasSequence?(name: string, schema: string | null, options: { readonly writes: boolean }): boolean;
  hasType?(name: string, schema: string | null, options: { readonly writes: boolean }): boolean;
}

/** Either of them, for what is written once for both. */
export type AnyDdlConnection = DdlConnection | SyncDdlConnection;

/** What `createAll` and `dropAll` need of a connection. An engine's Connection is one. */
export interface DdlConnection {
  readonly dialect: { readonly capabilities: { readonly sequences: boolean }; readonly ddl: DdlFeatures };
  /** Compiles the statement with the connection's dialect and runs it. */
  executeDdl(element: DdlElement): Promise<void>;
  /**
   * Whether there is a table or a view of that name; a schema of null is the one that unqualified names mean.
   * With `writes` the same transaction is going to act on the answer: if it only read at first, another process could come between.
   */
  hasTable(name: string, schema: string | null, options: { readonly writes: boolean }): Promise<boolean>;
  /** The same for a sequence, where the dialect has sequences. */
  hasSequence?(name: string, schema: string | null, options: { readonly writes: boolean }): Promise<boolean>;
  /** The same for a type, where enumerations are types. */
  hasType?(name: string, schema: string | null, options: { readonly writes: boolean }): Promise<boolean>;
}
