import { Dialect } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { OracleCompiler } from "./compiler.js";
import { Oracle11Compiler } from "./compiler-11.js";
import { Oracle12Compiler } from "./compiler-12.js";
import { OracleDdlCompiler, oracleDdlFeatures } from "./ddl.js";
import { Oracle11DdlCompiler } from "./ddl-11.js";
import { Oracle12DdlCompiler } from "./ddl-12.js";
import { oracleIdentifiers } from "./identifiers.js";
import { oracleTransactions } from "./transactions.js";
import { oracleTypes } from "./types.js";

/** What may be set when the dialect is made. */
export interface OracleOptions extends CapabilityOptions {
  /** The server's version, `"19"` or `"12.2.0.1"`; the newest, where it is left out. */
  readonly version?: string;
}

/** From here on there is OFFSET and FETCH, and a key can count up without a sequence. */
const FETCH = "12";

/** From here on names may be longer than 30 characters. */
const LONG_NAMES = "12.2";

/** From here on there is a type JSON. */
const JSON_TYPE = "21";

/** From here on there are booleans, VALUES in FROM, and IF EXISTS. */
const BOOLEANS = "23";

const capabilities = {
  ...plainCapabilities,
  paramStyle: "named",
  emptyInsert: false,
  defaultMetavalue: "DEFAULT",
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertManyReturning: true,
  driverBulk: true,
  lastInsertId: false,
  sequences: true,
  integerDivisionFloors: false,
  cteFollowsInsert: true,
  recursiveWord: false,
  sortsByLabel: false,
  merge: {
    returning: "none",
    bySource: false,
    doNothing: false,
    clauses: "one",
    conditions: "where",
    groupedOn: true,
    updatesMatched: false,
    joinedSource: false,
    ctes: false,
    action: null,
    terminator: "",
  },
  identifierLengthUnit: "bytes",
  maxParameters: 65535,
} as const;

/** What of the dialect its version decides. */
function compilersOf(isOlderThan: (version: string) => boolean) {
  if (isOlderThan(FETCH)) return { compiler: Oracle11Compiler, ddlCompiler: Oracle11DdlCompiler };
  if (isOlderThan(BOOLEANS)) return { compiler: Oracle12Compiler, ddlCompiler: Oracle12DdlCompiler };
  return { compiler: OracleCompiler, ddlCompiler: OracleDdlCompiler };
}

/**
 * Oracle Database 11 and later; by default, 23 and later. RETURNING hands its values over by out parameters: `RETURNING id INTO :ret_0`.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ paramStyle: "numeric" }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function oracleDialect(options: OracleOptions = {}): Dialect {
  const { version, ...others } = options;
  const isOlderThan = (other: string): boolean => version !== undefined && isBefore(version, other);
  const { nativeBoolean = !isOlderThan(BOOLEANS) } = others;
  const longest = isOlderThan(LONG_NAMES) ? 30 : 128;
  return new Dialect({
    name: "oracle",
    capabilities: { ...capabilities, nativeBoolean, maxIdentifierLength: longest, maxObjectNameLength: longest, ...others },
    identifiers: oracleIdentifiers,
    forServer: ({ version: found }) => oracleDialect({ ...options, version: found }),
    transactions: oracleTransactions,
    types: oracleTypes({ nativeBoolean, nativeJson: !isOlderThan(JSON_TYPE) }),
    ddl: { ...oracleDdlFeatures, identityColumns: !isOlderThan(FETCH) },
    ...compilersOf(isOlderThan),
  });
}
