import { booleanType, nullType } from "../expression/common-types.js";
import { fragment, identifier, raw } from "../expression/fragment.js";
import { ColumnElement } from "../expression/index.js";
import { Constant } from "../nodes/expressions.js";
import { text } from "./text.js";

/**
 * The safe fragment: `` sql`length(${users.c.name}) > ${5}` ``. Values are bound, columns and tables are quoted.
 * With it come `sql.text`, `sql.identifier`, `sql.raw`, `sql.null`, `sql.true` and `sql.false`.
 * @since 0.1.0
 */
export const sql = Object.assign(fragment, {
  text,
  identifier,
  raw,
  null: new ColumnElement<null>(new Constant("null", nullType)),
  true: new ColumnElement<true>(new Constant("true", booleanType)),
  false: new ColumnElement<false>(new Constant("false", booleanType)),
  default: new ColumnElement<never>(new Constant("default", nullType)),
});
