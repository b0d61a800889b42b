import type { ColumnNode } from "../nodes/column.js";
import type { CompilerDialect } from "./capabilities.js";
import { knownNames } from "./identifiers.js";

/** What all compilations for one dialect write alike: a schema's names come again and again, and a column with its table is put together of five parts. */
export class KnownTexts {
  /** The names that its rules have written. */
  readonly names: ReadonlyMap<string, string>;
  /** What tables' columns are called with their tables. */
  readonly columns = new WeakMap<ColumnNode, string>();

  constructor({ identifiers }: CompilerDialect) {
    this.names = knownNames(identifiers);
  }
}

const textsByDialect = new WeakMap<CompilerDialect, KnownTexts>();

/** The same for each compilation. */
export function knownTexts(dialect: CompilerDialect): KnownTexts {
  let known = textsByDialect.get(dialect);
  if (known === undefined) textsByDialect.set(dialect, (known = new KnownTexts(dialect)));
  return known;
}
