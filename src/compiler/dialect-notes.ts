import type { ColumnNode } from "../nodes/column.js";
import type { CompilerDialect } from "./capabilities.js";
import { knownNames } from "./identifiers.js";
import { TypeForms } from "./type-forms.js";

/** What all compilations for one dialect find out alike: a schema's names and types come again and again, and a column with its table is put together of five parts. */
export class DialectNotes {
  /** The names that its rules have written. */
  readonly names: ReadonlyMap<string, string>;
  /** What tables' columns are called with their tables. */
  readonly columns = new WeakMap<ColumnNode, string>();
  readonly types: TypeForms;

  constructor({ identifiers, types }: CompilerDialect) {
    this.names = knownNames(identifiers);
    this.types = new TypeForms(types);
  }
}

const notesByDialect = new WeakMap<CompilerDialect, DialectNotes>();

/** The same for each compilation. */
export function notesOf(dialect: CompilerDialect): DialectNotes {
  let notes = notesByDialect.get(dialect);
  if (notes === undefined) notesByDialect.set(dialect, (notes = new DialectNotes(dialect)));
  return notes;
}
