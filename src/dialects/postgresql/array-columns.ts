// How the values of one parameter travel as an array, of which the server makes rows.
import type { Compiled } from "../../compiler/compiled-statement.js";
import { within } from "../../compiler/placeholders.js";
import { ArrayType, bindCast, NumericType, type SqlType, TypeDecorator, typeOn, VariantType } from "../../sqltypes/index.js";
import { postgresqlTypes } from "./types.js";

const castTypes = postgresqlTypes(true);

/** How the values of one column travel: the array's type, and what each element is cast to. */
interface ArrayTransport {
  readonly array: string;
  readonly cast: string;
}

/**
 * The array's elements have the column's type without a length or precision, since a cast to `varchar(3)` cuts in silence
 * where the assignment to the column refuses. Arrays travel as texts: an array of arrays would have to be rectangular.
 */
function transportOf(type: SqlType<unknown>): ArrayTransport | null {
  if (type instanceof VariantType) return transportOf(typeOn(type, "postgresql"));
  // what has a name of its own can't be assigned from its impl, unless an expression makes it
  if (type instanceof TypeDecorator) return type.ownDdl !== undefined && !type.expressions.bind ? null : transportOf(type.impl);
  if (type instanceof NumericType) return { array: "NUMERIC[]", cast: "" };
  const cast = bindCast(type, castTypes);
  if (cast === "") return null;
  return type instanceof ArrayType ? { array: "TEXT[]", cast } : { array: `${cast.slice(2)}[]`, cast: "" };
}

/** The name of the rows, which no table has. */
export const ROWS = "athanor_rows";

/** A column of the rows: the array that it is made of, and what stands for its value. */
export interface ArrayColumn {
  readonly source: string;
  readonly value: string;
}

/**
 * The column of one slot's values.
 * @param at its place among the columns
 * @param number of its placeholder
 * @returns null where the type has no array
 */
export function arrayColumn(compiled: Compiled, slot: number, at: number, number: number): ArrayColumn | null {
  const bound = compiled.slots[slot];
  const transport = bound ? transportOf(bound.type) : null;
  if (!bound || transport === null) return null;
  return {
    source: `$${number}::${transport.array}`,
    value: within(bound, compiled.dialect.capabilities.paramStyle, `${ROWS}.p${at}${transport.cast}`),
  };
}

/** `unnest(…) AS rows(p0, p1, …)`; where they are numbered, the number is the column `n`. */
export function arrayRows(sources: readonly string[], numbered: boolean): string {
  const names = sources.map((_, index) => `p${index}`);
  return `unnest(${sources.join(", ")})${numbered ? " WITH ORDINALITY" : ""} AS ${ROWS}(${[...names, ...(numbered ? ["n"] : [])].join(", ")})`;
}
