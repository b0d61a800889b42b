import type { SqlType } from "./base.js";
import { CastOperandType } from "./cast-operand.js";
import { TypeDecorator } from "./decorator.js";
import { NullType } from "./null.js";
import { typeOn, VariantType } from "./variant.js";

/**
 * The type as which a dialect binds values: what is beneath a type of the user's own, and what a variant is there. null where
 * only the value tells: of no type, of a type with a name of its own in the database, and in a CAST, which takes any value.
 */
export function boundType(type: SqlType<unknown>, dialect: string): SqlType<unknown> | null {
  if (type instanceof TypeDecorator) return type.ownDdl === undefined ? boundType(type.impl, dialect) : null;
  if (type instanceof VariantType) return boundType(typeOn(type, dialect), dialect);
  return type instanceof NullType || type instanceof CastOperandType ? null : type;
}
