// What the driver uses of the package `tedious`, so that it can do without its types.

/** The config of a `Connection`. */
export interface TediousConfig {
  readonly server: string;
  readonly authentication?: object;
  readonly options?: object;
}

/** One of the package's `TYPES`. */
export interface TediousType {
  readonly name: string;
}

/** What is said of a column. */
export interface TediousMetadata {
  readonly colName: string;
  readonly type: TediousType;
  readonly scale?: number | undefined;
}

/** One value of a row. */
export interface TediousCell {
  readonly value: unknown;
}

/** How a parameter is declared besides its type. */
export interface TediousParameterOptions {
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
}

/** One text on its way. */
export interface TediousRequest {
  addParameter(name: string, type: TediousType, value: unknown, options?: TediousParameterOptions): void;
  on(event: "columnMetadata", listener: (columns: TediousMetadata[] | { [name: string]: TediousMetadata }) => void): unknown;
  on(event: "row", listener: (row: readonly TediousCell[]) => void): unknown;
  pause(): void;
  resume(): void;
  setTimeout(milliseconds: number): void;
}

/** A `Connection` of `tedious`. */
export interface TediousConnection {
  /** Whether a transaction is open, as the server says it with its answers. */
  readonly inTransaction: boolean;
  readonly closed: boolean;
  readonly config: { readonly options: object };
  connect(callback: (error?: Error) => void): void;
  execSql(request: TediousRequest): void;
  execSqlBatch(request: TediousRequest): void;
  /** Asks the server to stop; false where nothing runs. */
  cancel(): boolean;
  close(): void;
  on(event: "error" | "end", listener: () => void): unknown;
  off(event: "error" | "end", listener: () => void): unknown;
}

/** What becomes of a request: an error, or the number of rows. */
export type TediousCallback = (error: Error | null | undefined, rowCount?: number) => void;

/** The package. */
export interface TediousPackage {
  readonly Connection: new (config: TediousConfig) => TediousConnection;
  readonly Request: new (sql: string, callback: TediousCallback) => TediousRequest;
  readonly TYPES: Readonly<Record<TypeName, TediousType>>;
}

/** The types that parameters are bound as. */
export type TypeName =
  | "BigInt"
  | "Bit"
  | "Date"
  | "DateTime"
  | "DateTime2"
  | "DateTimeOffset"
  | "Decimal"
  | "Float"
  | "Int"
  | "NVarChar"
  | "SmallDateTime"
  | "SmallInt"
  | "Time"
  | "UniqueIdentifier"
  | "VarBinary"
  | "VarChar";
