import { BooleanType, IntegerType, NullType, TimestampType, VarcharType } from "../sqltypes/index.js";

/** The types that operators and functions give; one object each, since types are immutable. */
export const booleanType = new BooleanType();
export const integerType = new IntegerType();
export const stringType = new VarcharType();
export const timestampType = new TimestampType();
export const nullType = new NullType();
