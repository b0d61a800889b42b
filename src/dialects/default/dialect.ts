import type { Capabilities, IdentifierRules, ParamStyle } from "../../compiler/capabilities.js";
import { DdlCompiler } from "../../compiler/ddl.js";
import { plainName } from "../../compiler/identifiers.js";
import type { DdlFeatures } from "../../schema/index.js";
import {
  adapterFor,
  booleanText,
  checkedBoolean,
  doubleOfDecimal,
  NumericType,
  type TypeAdapters,
  trimmedDecimal,
} from "../../sqltypes/index.js";
import { Dialect } from "../base.js";
import { DefaultCompiler } from "./compiler.js";

/** What may be set when a dialect is made. */
export type CapabilityOptions = Partial<Capabilities>;

/** The words of the SQL standard that no database takes as plain names. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate column constraint create cross current_date
  current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join leading left like limit localtime localtimestamp natural new not notnull null off offset old on only or order
  outer overlaps placing primary references right select session_user set similar some symmetric table then to trailing true union unique user using verbose when where`.split(
    /\s+/,
  ),
);

export const standardIdentifiers: IdentifierRules = { reserved: RESERVED, quoteStart: '"', quoteEnd: '"', legal: plainName };

/** A database of which nothing is known: no RETURNING of its own accord, no VALUES of many rows. */
export const plainCapabilities: Capabilities = {
  paramStyle: "named" satisfies ParamStyle,
  multiValuesInsert: false,
  defaultValues: false,
  defaultMetavalue: null,
  emptyInsert: true,
  insertReturning: false,
  updateReturning: false,
  deleteReturning: false,
  insertManyReturning: false,
  returningSetBySet: true,
  bulkValues: false,
  driverBulk: false,
  countingSequences: true,
  countedRows: "none" satisfies Capabilities["countedRows"],
  insertManyValues: "values" satisfies Capabilities["insertManyValues"],
  implicitReturning: true,
  lastInsertId: true,
  preferReturning: false,
  upsertsByAnyKey: false,
  nullKeyCountsUp: false,
  defaultCountsUp: true,
  sequences: false,
  sequencesOptional: false,
  preexecuteSequences: false,
  nativeBoolean: false,
  integerDivisionFloors: true,
  updateFrom: false,
  targetInFrom: false,
  multiTableUpdate: false,
  cteFollowsInsert: false,
  recursiveWord: true,
  tupleInValues: false,
  outputClause: false,
  bareReturning: false,
  labelledReturning: true,
  maxIdentifierLength: 9999,
  maxObjectNameLength: 9999,
  cutsLongNames: false,
  identifierLengthUnit: "characters",
  defaultSchema: null satisfies Capabilities["defaultSchema"],
  sortsByLabel: true,
  tryCast: false,
  arrays: false,
  distinctOn: false,
  dmlLimit: false,
  merge: null,
  returnedRows: null,
  maxValuesRows: Number.MAX_SAFE_INTEGER,
  maxParameters: 32766,
};

/** The DDL that the SQL standard has. */
export const standardDdl: DdlFeatures = {
  alterConstraints: true,
  commentStatements: false,
  identityColumns: false,
  createSchema: true,
  partialIndexes: false,
  deferForeignKeys: false,
  enumTypes: false,
};

/** Nobody has said that the database has exact decimals: a double is as good, where it loses nothing. */
const numeric = adapterFor(NumericType, {
  toWire: (value, type) => {
    const decimal = type.decimal(value);
    return doubleOfDecimal(trimmedDecimal(decimal)) ?? decimal;
  },
});
/** A database without booleans has 1 and 0 for them. */
const bits: TypeAdapters = { boolean: { literal: (value) => (checkedBoolean(value) ? "1" : "0") }, numeric };
export const words: TypeAdapters = { boolean: { toWire: booleanText }, numeric };

/**
 * The dialect of no database in particular: named parameters, the SQL that nearly all share.
 * @param options capabilities that shall be otherwise
 * @since 0.1.0
 */
export function defaultDialect(options: CapabilityOptions = {}): Dialect {
  const capabilities = { ...plainCapabilities, ...options };
  return new Dialect({
    name: "default",
    capabilities,
    identifiers: standardIdentifiers,
    types: capabilities.nativeBoolean ? words : bits,
    compiler: DefaultCompiler,
    ddl: standardDdl,
    ddlCompiler: DdlCompiler,
  });
}
