import { anywhere, type Place } from "../../compiler/base.js";
import { DdlCompiler } from "../../compiler/ddl.js";
import { fullMerge } from "../../compiler/merge-capabilities.js";
import type { SqlCompiler } from "../../compiler/statements.js";
import type { HintNode } from "../../nodes/clauses.js";
import type { DeleteNode } from "../../nodes/dml.js";
import type { Binary, NextValue } from "../../nodes/expressions.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { FromNode, Node } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";
import type { TypeAdapter } from "../../sqltypes/index.js";
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

/** The same, where constructs that are one dialect's alone are written as that one writes them. */
function withOthers(dialects: readonly Dialect[]): typeof StringCompiler {
  const byName = new Map(dialects.map((dialect) => [dialect.name, dialect]));
  return class extends StringCompiler {
    readonly #compilers = new Map<string, SqlCompiler>();

    override process(node: Node, place: Place = anywhere): string {
      const other = node.ownDialect === null ? undefined : this.#compilerOf(node.ownDialect);
      return other === undefined ? super.process(node, place) : other.writePart(this, node, place);
    }

    #compilerOf(name: string): SqlCompiler | undefined {
      const known = this.#compilers.get(name);
      const made = known ?? byName.get(name)?.compiler(this.ordinals, this.options);
      if (known === undefined && made !== undefined) this.#compilers.set(name, made);
      return made;
    }
  };
}

/** What may be set when the dialect for reading is made. */
export interface StringOptions extends CapabilityOptions {
  /**
   * Other dialects, which write what is theirs alone, as ON DUPLICATE KEY UPDATE is MySQL's: with their own placeholders and casts.
   * Without, such clauses are written like the rest, or refused where only their dialect knows them.
   */
  readonly dialects?: readonly Dialect[];
}

/** Nobody takes a path: it is shown as it was given. */
const jsonPath: TypeAdapter = {
  toWire: (path) => (typeof path === "string" || typeof path === "number" ? path : JSON.stringify(path)),
};

/**
 * The dialect of `String(stmt)`: text for reading, of whatever a statement may hold.
 * @param options capabilities that shall be otherwise, and the dialects that write what is theirs alone
 * @example `stmt.compile({ dialect: stringDialect({ dialects: [postgresql()] }) })`
 * @since 0.1.0
 */
export function stringDialect({ dialects = [], ...options }: StringOptions = {}): Dialect {
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
    types: { ...words, jsonPath },
    compiler: dialects.length === 0 ? StringCompiler : withOthers(dialects),
    ddl: { ...standardDdl, identityColumns: true, partialIndexes: true },
    ddlCompiler: DdlCompiler,
  });
}
