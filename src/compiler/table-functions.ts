import type { FromNode } from "../nodes/node.js";
import { TableSampleNode, TableValuedNode } from "../nodes/table-functions.js";
import type { Place } from "./base.js";
import { WindowCompiler } from "./windows.js";

/** Writes functions whose rows stand in FROM, and samples of tables. */
export abstract class TableFunctionCompiler extends WindowCompiler {
  override fromName(from: FromNode): string {
    if (from instanceof TableSampleNode) return this.quote(from.name ?? this.anonymousName(from, this.aliasBase(from)));
    if (from instanceof TableValuedNode) return this.quote(from.name ?? this.anonymousName(from, "anon"));
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
    const columns = node.derived ? `(${node.names.map((each) => this.quote(each)).join(", ")})` : "";
    return this.underAlias(this.process(node.call, { literal: place.literal ?? false }), name + columns);
  }
}
