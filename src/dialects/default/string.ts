import type { Place } from "../../compiler/base.js";
import { DdlCompiler } from "../../compiler/ddl.js";
import { fullMerge } from "../../compiler/merge-capabilities.js";
import type { HintNode } from "../../nodes/clauses.js";
import type { DeleteNode } from "../../nodes/dml.js";
import type { Binary, NextValue } from "../../nodes/expressions.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";
import { Dialect } from "../base.js";
import { OnConflictCompiler } from "../on-conflict-compiler.js";
import { type CapabilityOptions, plainCapabilities, standardDdl, standardIdentifiers, words } from "./dialect.js";

/** Writes everything that a statement may hold, for reading: `String(stmt)`. */
class StringCompiler extends OnConflictCompiler {
  override visitNextValue(node: NextValue): string {
    return `<next sequence value: ${node.name}>`;
  }

  protected override regexpMatch(node: Binary, place: Place): string {
    const word = node.operator === operators.regexpMatch ? " <regexp> " : " <not regexp> ";
    return this.process(node.left, place) + word + this.process(node.right, place);
  }

  override visitRegexpReplace({ subject, pattern, replacement }: RegexpReplace, place: Place): string {
    return `<regexp replace>(${this.list([subject, pattern, replacement], ", ", place)})`;
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return `${this.process(node.document, place)}[${this.process(node.path, place)}]`;
  }

  protected override jsonValue(node: JsonAccess, place: Place): string {
    return this.jsonDocument(node, place);
  }

  protected override hintText(hint: HintNode): string {
    return ` [${hint.text}]`;
  }

  protected override deleteUsing(_node: DeleteNode, extra: readonly FromNode[]): string {
    return ` , ${this.list(extra, ", ", { asFrom: true })}`;
  }
}

/**
 * The dialect of `String(stmt)`: it refuses nothing.
 * @param options capabilities that shall be otherwise
 * @since 0.1.0
 */
export function stringDialect(options: CapabilityOptions = {}): Dialect {
  return new Dialect({
    name: "default",
    capabilities: {
      ...plainCapabilities,
      multiValuesInsert: true,
      insertReturning: true,
      updateReturning: true,
      deleteReturning: true,
      sequences: true,
      nativeBoolean: true,
      updateFrom: true,
      labelledReturning: false,
      tryCast: true,
      arrays: true,
      distinctOn: true,
      dmlLimit: true,
      merge: fullMerge,
      returnedRows: { old: "old", new: "new" },
      ...options,
    },
    identifiers: standardIdentifiers,
    types: words,
    compiler: StringCompiler,
    ddl: { ...standardDdl, identityColumns: true, partialIndexes: true },
    ddlCompiler: DdlCompiler,
  });
}
