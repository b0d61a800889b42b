import type { FromNode } from "../nodes/node.js";
import { TableSampleNode, TableValuedNode, type WholeRow } from "../nodes/table-functions.js";
import type { SqlType } from "../sqltypes/index.js";
import type { Place } from "./base.js";
import { WindowCompiler } from "./windows.js";

/** Writes functions whose rows stand in FROM, and samples of tables. */
export abstract class TableFunctionCompiler extends WindowCompiler {
  override fromName(from: FromNode): string {
    if (from instanceof TableSampleNode) return this.givenName(from, this.aliasBase(from));
    if (from instanceof TableValuedNode) return this.givenName(from, "anon");
    return super.fromName(from);
  }

  visitTableSample(node: TableSampleNode, place: Place): string {
    const name = this.fromName(node);
    if (!place.asFrom) return name;
    const literal = place.literal ?? false;
    const seed = node.seed ? ` REPEATABLE (${this.process(node.seed, { literal })})` : "";
    return `${this.underAlias(this.process(node.element, place), name)} TABLESAMPLE ${this.process(node.sampling, { literal })}${seed}`;
  }

  visitTableValued(node: TableValuedNode, place: Place): string {
    const name = this.fromName(node);
    if (!place.asFrom) return name;
    const call = this.process(node.call, { literal: place.literal ?? false });
    const ordinality = node.ordinality ? " WITH ORDINALITY" : "";
    return this.underAlias((node.lateral ? "LATERAL " : "") + call + ordinality, name + this.derivedColumns(node));
  }

  private derivedColumns({ derived, names, types }: TableValuedNode): string {
    if (derived === false) return "";
    const typeOf = (type: SqlType<unknown> | undefined): string => (derived === "types" && type ? ` ${this.typeName(type)}` : "");
    return `(${names.map((name, index) => this.quoteGiven(name, "column") + typeOf(types[index])).join(", ")})`;
  }

  visitWholeRow(node: WholeRow): string {
    return this.fromName(node.from);
  }
}
