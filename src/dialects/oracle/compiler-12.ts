import type { Place } from "../../compiler/base.js";
import type { ValuesNode } from "../../nodes/froms.js";
import type { JsonAccess } from "../../nodes/json.js";
import { OracleCompiler } from "./compiler.js";

/** Writes SQL for Oracle 12 to 21, which have neither booleans nor VALUES in FROM. */
export class Oracle12Compiler extends OracleCompiler {
  /** What IS TRUE says of NULL, an equation would not. */
  protected override truthTest(operand: string, is: boolean, value: boolean): string {
    return `DECODE(${operand}, ${this.truth(value)}, 0, 1) = ${is ? "0" : "1"}`;
  }

  protected override jsonBoolean(node: JsonAccess, place: Place): string {
    return `DECODE(${this.jsonFunction("JSON_VALUE", node, place)}, 'true', 1, 'false', 0)`;
  }

  /** Rows that a SELECT each makes; the first names the columns. */
  protected override valuesText(values: ValuesNode, place: Place): string {
    const rows = this.valuesRows(values, place).map((cells, row) => {
      const named = cells.map((cell, index) => (row === 0 ? `${cell} AS ${this.quoteGiven(values.names[index] ?? "", "column")}` : cell));
      return `SELECT ${named.join(", ")} FROM DUAL`;
    });
    return rows.join(" UNION ALL ");
  }

  protected override valuesElement(values: ValuesNode, name: string | null, place: Place): string {
    const rows = `(${this.valuesText(values, place)})`;
    return name === null ? rows : this.underAlias(rows, name);
  }
}
