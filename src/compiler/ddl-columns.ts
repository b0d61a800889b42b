import { CompileError } from "../errors/index.js";
import type { ColumnNode, IdentityOptions } from "../nodes/column.js";
import { DdlBase } from "./ddl-base.js";

/** How a column stands in CREATE TABLE. */
export abstract class DdlColumns extends DdlBase {
  /** `name TYPE DEFAULT … NOT NULL`. */
  protected columnSpecification(column: ColumnNode): string {
    return [
      this.columnName(column),
      this.columnType(column),
      this.defaultClause(column),
      this.computedClause(column),
      this.identityClause(column),
      this.nullability(column),
    ].join("");
  }

  /** The type, with the blank before it. */
  protected columnType(column: ColumnNode): string {
    return ` ${this.typeName(column.type)}`;
  }

  protected defaultClause(column: ColumnNode): string {
    const given = column.facts.serverDefault?.expression ?? null;
    if (given === null) return "";
    return ` DEFAULT ${typeof given === "string" ? this.text(given) : this.defaultExpression(this.expression(given))}`;
  }

  /** An expression after DEFAULT; some databases want parentheses around it. */
  protected defaultExpression(text: string): string {
    return text;
  }

  protected computedClause(column: ColumnNode): string {
    const { computed } = column.facts;
    if (computed === null) return "";
    const kept = computed.persisted === null ? "" : computed.persisted ? " STORED" : " VIRTUAL";
    return ` GENERATED ALWAYS AS (${this.expressionOrText(computed.expression)})${kept}`;
  }

  protected identityClause(column: ColumnNode): string {
    const { identity } = column.facts;
    if (identity === null || !this.dialect.ddl.identityColumns) return "";
    const options = this.countingOptions(identity);
    return ` GENERATED ${identity.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${options === "" ? "" : ` (${options})`}`;
  }

  /** How an identity column or a sequence counts. */
  protected countingOptions(given: { readonly [K in "start" | "increment"]?: IdentityOptions[K] | null }): string {
    const parts: string[] = [];
    if (given.increment !== undefined && given.increment !== null) parts.push(`INCREMENT BY ${wholeNumber("increment", given.increment)}`);
    if (given.start !== undefined && given.start !== null) parts.push(`START WITH ${wholeNumber("start", given.start)}`);
    return parts.join(" ");
  }

  /** An identity column is never NULL by itself. */
  protected nullability(column: ColumnNode): string {
    const { nullable, identity } = column.facts;
    return nullable || (identity !== null && this.dialect.ddl.identityColumns) ? "" : " NOT NULL";
  }
}

/** A number as an identity column or a sequence counts. @throws CompileError for one that is not whole */
export function wholeNumber(what: string, value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new CompileError(`The ${what} of an identity column or a sequence must be a whole number, got ${String(value)}.`);
}
