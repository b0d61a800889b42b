import type { Capabilities } from "../../compiler/capabilities.js";
import { fullMerge } from "../../compiler/merge-capabilities.js";
import { ArgumentError } from "../../errors/index.js";
import { Dialect } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { MssqlCompiler } from "./compiler.js";
import { Mssql2008Compiler } from "./compiler-2008.js";
import { MssqlDdlCompiler, mssqlDdlFeatures } from "./ddl.js";
import { mssqlIdentifiers } from "./identifiers.js";
import { mssqlTransactions } from "./transactions.js";
import { mssqlTypes } from "./types.js";

/** What may be set when the dialect is made. */
export interface MssqlOptions extends CapabilityOptions {
  /**
   * The server's version as it tells it, `SELECT SERVERPROPERTY('ProductVersion')`: `"16.0.4125.3"` is SQL Server 2022,
   * 11 is 2012, 10 is 2008. Left out, the newest.
   */
  readonly version?: string;
}

/** From here on there are OFFSET, sequences and TRY_CAST. */
const SQL_SERVER_2012 = "11";
/** From here on there is MERGE, VALUES takes many rows, and days, times of day and points in time have types of their own. */
const SQL_SERVER_2008 = "10";
/** No product is so new: a year has been given for a version. */
const A_YEAR = "2000";

const capabilities = {
  ...plainCapabilities,
  paramStyle: "numeric_at",
  multiValuesInsert: true,
  defaultValues: true,
  emptyInsert: false,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertManyReturning: true,
  bulkValues: true,
  countedRows: "selected",
  // NEXT VALUE FOR may not stand in a SELECT with ORDER BY
  countingSequences: false,
  outputClause: true,
  lastInsertId: false,
  sequences: true,
  sequencesOptional: true,
  updateFrom: true,
  targetInFrom: true,
  recursiveWord: false,
  maxIdentifierLength: 128,
  maxObjectNameLength: 128,
  tryCast: true,
  returnedRows: { old: "deleted", new: "inserted" },
  merge: { ...fullMerge, doNothing: false, clauses: "onePerAction", action: "$action", terminator: ";" },
  maxValuesRows: 1000,
  // two of the 2,100 are the text and the list of the others
  maxParameters: 2098,
} as const;

/** Without VALUES of many rows, a bulk INSERT is one for each row. */
const before2008: Partial<Capabilities> = {
  multiValuesInsert: false,
  insertManyReturning: false,
  bulkValues: false,
  countedRows: "none",
  merge: null,
};

function byVersion(version: string | undefined): Partial<Capabilities> {
  if (version === undefined) return {};
  if (!isBefore(version, A_YEAR))
    throw new ArgumentError(
      `The version of SQL Server is a number such as "16.0", not a year: got '${version}'. 2022 is "16.0", 2019 "15.0", 2008 "10.0".`,
    );
  return {
    ...(isBefore(version, SQL_SERVER_2012) && { sequences: false, tryCast: false }),
    ...(isBefore(version, SQL_SERVER_2008) && before2008),
  };
}

/**
 * Microsoft SQL Server 2005 and later; by default, 2012 and later.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ paramStyle: "qmark" }`
 * @example `mssql({ version: "10.50" })`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function mssqlDialect(options: MssqlOptions = {}): Dialect {
  const { version, ...others } = options;
  return new Dialect({
    name: "mssql",
    capabilities: { ...capabilities, ...byVersion(version), ...others },
    identifiers: mssqlIdentifiers,
    types: mssqlTypes({ preciseTimes: version === undefined || !isBefore(version, SQL_SERVER_2008) }),
    transactions: mssqlTransactions,
    compiler: version !== undefined && isBefore(version, SQL_SERVER_2012) ? Mssql2008Compiler : MssqlCompiler,
    ddl: mssqlDdlFeatures,
    forServer: ({ version: found }) => mssqlDialect({ ...options, version: found }),
    ddlCompiler: MssqlDdlCompiler,
  });
}
