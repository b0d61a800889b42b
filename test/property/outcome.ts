import { expect } from "vitest";
import type { BindSlot } from "../../src/compiler/compiled.js";
import type { Compiled } from "../../src/compiler/compiled-statement.js";
import { KeyWalk } from "../../src/compiler/walk.js";
import type { Dialect } from "../../src/dialects/base.js";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import type { ClauseCall } from "../../src/nodes/clause-call.js";
import { ColumnNode } from "../../src/nodes/column.js";
import { Node } from "../../src/nodes/node.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { SqlType } from "../../src/sqltypes/index.js";
import { resetCounters } from "../golden/schema.js";

const numbers = new WeakMap<object, number>();
let last = 0;

/** Tells objects apart that have no text of their own. */
function numberOf(object: object): number {
  let known = numbers.get(object);
  if (known === undefined) numbers.set(object, (known = last += 1));
  return known;
}

/** Everything about a value that could make a difference, as text. */
export function written(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${numberOf(value)}`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof SqlType) return `type ${value.structure}`;
  if (value instanceof ColumnNode && value.fields === null) return `column ${numberOf(value)} ${value.key}`;
  if (value instanceof Node) return value.fields === null ? `${value.kind} ${numberOf(value)}` : value.kind;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Uint8Array) return `bytes ${value.join(",")}`;
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (Object.getPrototypeOf(value) !== Object.prototype) return `a ${value.constructor?.name}`;
  return `{${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}: ${written(inner)}`)
    .join(", ")}}`;
}

/** A slot with what its class says of it. What its values are turned into follows from its type, and is a function for each type. */
function shownSlot(slot: BindSlot): Record<keyof Omit<BindSlot, "form">, unknown> & { readonly cast: string } {
  return {
    key: slot.key,
    name: slot.name,
    type: slot.type,
    cast: slot.form.cast,
    ordinal: slot.ordinal,
    constant: slot.constant,
    required: slot.required,
    callable: slot.callable,
    expanding: slot.expanding,
    literalExecute: slot.literalExecute,
    itemTypes: slot.itemTypes,
    around: slot.around,
    emptyText: slot.emptyText,
    out: slot.out,
    style: slot.style,
  };
}

const forms = new WeakMap<Compiled, string>();

/** Text, slots, result and facts of a compiled form: all that an execution could see of it. */
function formOf(compiled: Compiled): string {
  let known = forms.get(compiled);
  if (known === undefined) {
    const { sql, order, isExpanding, text, slots, resultColumns, shape, dml, warnings } = compiled;
    known = written({ sql, order, isExpanding, text, slots: slots.map(shownSlot), resultColumns, shape, dml, warnings });
    forms.set(compiled, known);
  }
  return known;
}

/** A form and the values of its slots; or the error in their place. */
export interface Outcome {
  readonly form: string;
  readonly values: string;
  readonly compiled: Compiled | null;
}

function outcomeOf(make: () => { readonly compiled: Compiled; readonly values: readonly unknown[] }): Outcome {
  try {
    const { compiled, values } = make();
    // the schema's defaults count their calls
    resetCounters();
    return { form: formOf(compiled), values: written(compiled.slotValues(values, null, null, false)), compiled };
  } catch (error) {
    return { form: String(error), values: "", compiled: null };
  }
}

export function uncached(dialect: Dialect, node: StatementNode, options: CompileOptions): Outcome {
  return outcomeOf(() => dialect.compileAnew(node, options));
}

export function cached(dialect: Dialect, built: StatementNode | ClauseCall, options: CompileOptions): Outcome {
  return outcomeOf(() => dialect.prepare(built, options));
}

/** Expects two outcomes to be alike: form and values, or the error. */
export function expectSame(actual: Outcome, expected: Outcome, about = ""): void {
  if (actual.form === expected.form && actual.values === expected.values) return;
  expect({ form: actual.form, values: actual.values }, about).toEqual({ form: expected.form, values: expected.values });
}

const walk = new KeyWalk();

/** The key of a tree as text; null where it may not be kept. */
export function keyOf(node: StatementNode): string | null {
  walk.start(node);
  return walk.isCacheable ? walk.parts.slice(0, walk.length).join(" ") : null;
}
