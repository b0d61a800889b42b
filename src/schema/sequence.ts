import { ColumnElement } from "../expression/index.js";
import { NextValue } from "../nodes/expressions.js";
import type { Sequence as SequenceFacts } from "../nodes/sequence.js";
import { IntegerType } from "../sqltypes/index.js";

/** A database sequence: `new Sequence("ticket_seq")`. */
export class Sequence {
  readonly facts: SequenceFacts;

  constructor(name: string, options: { readonly schema?: string; readonly start?: number; readonly increment?: number } = {}) {
    this.facts = { name, schema: options.schema ?? null, start: options.start ?? null, increment: options.increment ?? null };
  }

  /** Its next value, as an expression. @throws CompileError on a dialect without sequences @since 0.1.0 */
  nextValue(): ColumnElement<number> {
    return new ColumnElement(new NextValue(this.facts, new IntegerType()));
  }
}
