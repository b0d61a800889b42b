// What the driver uses of the package `oracledb`, so that it can do without types for it.

/** The config of `getConnection()`: `user`, `password`, `connectString`, … */
export type OracledbConfig = Readonly<Record<string, unknown>>;

/** One of the package's types. */
export type OracledbType = object;

/** The types that values are bound, fetched and handed over as. */
export type TypeName =
  | "BINARY_DOUBLE"
  | "BINARY_FLOAT"
  | "BLOB"
  | "BOOLEAN"
  | "CLOB"
  | "DATE"
  | "INTERVAL_DS"
  | "INTERVAL_YM"
  | "JSON"
  | "NCLOB"
  | "NUMBER"
  | "NVARCHAR"
  | "RAW"
  | "TIMESTAMP"
  | "TIMESTAMP_LTZ"
  | "TIMESTAMP_TZ"
  | "VARCHAR";

/** A length of time, as the package has it. */
export interface IntervalParts {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  /** Nanoseconds. */
  readonly fseconds: number;
}

/** A value on its way in or out, or what all values of `executeMany()` have in common. */
export interface OracledbBind {
  readonly dir: number;
  readonly type: OracledbType;
  readonly maxSize?: number;
  readonly val?: unknown;
}

/** What is said of a column. */
export interface OracledbColumn {
  readonly name: string;
  readonly dbType?: OracledbType;
}

/** How a column is fetched. */
export interface FetchType {
  readonly type: OracledbType;
  readonly converter: (value: unknown) => unknown;
}

/** How a statement is executed. */
export interface ExecuteOptions {
  readonly autoCommit: boolean;
  readonly outFormat: number;
  readonly resultSet?: boolean;
  readonly fetchTypeHandler: (column: OracledbColumn) => FetchType | undefined;
}

/** How many are. */
export interface ExecuteManyOptions {
  readonly autoCommit: boolean;
  /** Whether it gives the rows of each set. */
  readonly dmlRowCounts?: boolean;
  readonly bindDefs: Readonly<Record<string, OracledbBind>>;
}

/** Rows on the server. */
export interface OracledbResultSet {
  getRows(count: number): Promise<unknown>;
  close(): Promise<void>;
}

/** What a statement gave. */
export interface OracledbResult {
  readonly rows?: unknown;
  readonly metaData?: readonly OracledbColumn[] | undefined;
  readonly rowsAffected?: number | undefined;
  /** The rows of each set. */
  readonly dmlRowCounts?: readonly number[] | undefined;
  /** By name, for each parameter that the database fills, a list with a value for each row; of many sets, a list of these. */
  readonly outBinds?: unknown;
  readonly resultSet?: OracledbResultSet | undefined;
}

/** A connection of `oracledb`. */
export interface OracledbConnection {
  readonly oracleServerVersionString: string;
  /** Whether the server has something to commit. */
  readonly transactionInProgress: boolean;
  /** How long a round trip may take, in milliseconds; 0 for as long as it takes. */
  callTimeout: number;
  execute(sql: string, binds: Readonly<Record<string, OracledbBind>>, options: ExecuteOptions): Promise<OracledbResult>;
  executeMany(sql: string, sets: readonly Readonly<Record<string, unknown>>[], options: ExecuteManyOptions): Promise<OracledbResult>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  ping(): Promise<void>;
  break(): Promise<void>;
  isHealthy(): boolean;
  close(options?: { readonly drop?: boolean }): Promise<void>;
}

/** A pool of `oracledb`. */
export interface OracledbPool {
  readonly connectionsInUse: number;
  getConnection(): Promise<OracledbConnection>;
}

/** The package. */
export type OracledbPackage = {
  readonly [name in TypeName as `DB_TYPE_${name}`]: OracledbType;
} & {
  readonly BIND_IN: number;
  readonly BIND_OUT: number;
  readonly OUT_FORMAT_ARRAY: number;
  readonly IntervalDS: new (parts: IntervalParts) => object;
  getConnection(config: OracledbConfig): Promise<OracledbConnection>;
};
