import { InvalidRequestError } from "../errors/index.js";
import { noValue } from "../nodes/expressions.js";
import { literalWriter, type Reader, reader, type SqlType, type WireValue, type Writer } from "../sqltypes/index.js";
import type { CompilerDialect } from "./capabilities.js";
import { fillDefaults } from "./client-defaults.js";
import type { BindSlot, CompiledData, DmlFacts, ResultColumn, RowShape, SlottedText, StatementParameter } from "./compiled.js";
import {
  betweenPlaceholders,
  freeName,
  isNumbered,
  isPositional,
  numberingOrder,
  placed,
  placeholder,
  placeholderName,
  within,
} from "./placeholders.js";
import { PlainValues } from "./plain-values.js";

/** Stands for a value that must be given and was not. */
export const required: unique symbol = Symbol("required");

/** A parameter set: values by name. */
export type ParameterSet = Readonly<Record<string, unknown>>;

/** A value with its type, at its place in the text. */
export interface PlacedValue {
  readonly name: string;
  readonly value: unknown;
  readonly type: SqlType<unknown>;
  /** It takes a value from the database, and has none. */
  readonly out: boolean;
}

/** Writes the placeholder of a slot's value, or of an item of its list, which `path` tells from others. */
type Placing = (slot: BindSlot, path: string, value: unknown, type: SqlType<unknown>) => string;

/** Text with all lists spread, and the values in the order of the placeholders. */
export interface ExpandedText {
  readonly sql: string;
  readonly values: readonly PlacedValue[];
}

/** Types that write a plain value alike each time; a decorator's own functions need not. */
const REPEATABLE_KINDS: ReadonlySet<string> = new Set([
  ...(["integer", "smallInteger", "bigInteger", "numeric", "float", "double", "boolean"] as const),
  ...(["varchar", "char", "text", "date", "time", "timestamp", "uuid", "null"] as const),
]);

/** Where each placeholder's value is among those of the statement, and what turns it into the driver's. */
interface DirectValues {
  readonly ordinals: readonly number[];
  readonly writers: readonly Writer[];
}

/** A compiled statement without its values: it may serve many statements of one form, and many connections. */
export class Compiled {
  /** The text; lists stand as `__[POSTCOMPILE_name]`. */
  readonly sql: string;
  /** The slot of each placeholder in order; for named and numbered styles, each slot once. */
  readonly order: readonly number[];
  /** Whether the text must be completed at each execution. */
  readonly isExpanding: boolean;
  readonly text: SlottedText;
  readonly slots: readonly BindSlot[];
  readonly resultColumns: readonly ResultColumn[] | null;
  readonly shape: RowShape | null;
  readonly dml: DmlFacts | null;
  /** It can't give more than one row, whatever the database holds: it inserts one. */
  readonly givesOneRow: boolean;
  readonly warnings: readonly string[];
  /** What those who read its rows keep with it. */
  memo: unknown = null;
  /** Whether it may change the database; undefined until whoever executes it has asked the statement, whose kind says so. */
  mayWrite: boolean | undefined = undefined;
  #slotByKey: ReadonlyMap<string, number> | undefined;
  #writers: readonly Writer[] | undefined;
  #isDirect: boolean | undefined;
  #direct: DirectValues | null | undefined;
  #plain: PlainValues | null | undefined;
  #readers: readonly Reader[] | undefined;
  #parameters: readonly StatementParameter[] | undefined;

  constructor(
    data: CompiledData,
    readonly dialect: CompilerDialect,
  ) {
    this.text = data.text;
    this.slots = data.slots;
    this.resultColumns = data.resultColumns;
    this.shape = data.shape;
    this.dml = data.dml;
    this.givesOneRow = data.dml?.kind === "insert" && !data.dml.multipleRows;
    this.warnings = data.warnings;
    const { sql, order, isExpanding } = placed(data, dialect);
    this.sql = sql;
    this.order = order;
    this.isExpanding = isExpanding;
  }

  /** The slots by parameter name. */
  get slotByKey(): ReadonlyMap<string, number> {
    return (this.#slotByKey ??= new Map(this.slots.map((slot, index) => [slot.key, index])));
  }

  /** What turns a slot's value into what the driver takes, slot by slot. */
  get writers(): readonly Writer[] {
    return (this.#writers ??= this.slots.map((slot) => slot.form.write));
  }

  /** What turns the driver's values into those of the result's columns. */
  get readers(): readonly Reader[] {
    return (this.#readers ??= (this.resultColumns ?? []).map((column) => reader(column.type, this.dialect.types)));
  }

  /** What the driver's values are, in the order of the placeholders. For text that needs no expansion. */
  get parameters(): readonly StatementParameter[] {
    return (this.#parameters ??= this.parametersOf(this.#placedSlots()));
  }

  #placedSlots(): readonly BindSlot[] {
    const placed: BindSlot[] = [];
    for (const index of this.order) {
      const slot = this.slots[index];
      if (slot) placed.push(slot);
    }
    return placed;
  }

  /** The same for any values of the statement, with the names that their placeholders have. */
  parametersOf(values: readonly Pick<BindSlot, "name" | "type" | "out">[]): readonly StatementParameter[] {
    const { paramStyle } = this.dialect.capabilities;
    return values.map((value, index) => ({ name: placeholderName(paramStyle, value, index + 1), type: value.type, out: value.out }));
  }

  /**
   * The value of each slot: the execution's where it gives one, else the statement's own. `undefined` counts as absent.
   * @param own the values of the statement's walk
   * @param group the number of the parameter set, for the message
   * @throws InvalidRequestError for a required value that is missing, unless `check` is false: then `required` stands there
   */
  slotValues(own: readonly unknown[], given: ParameterSet | null, group: number | null = null, check = true): unknown[] {
    const { slots } = this;
    const values: unknown[] = new Array(slots.length);
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index];
      if (slot) values[index] = this.slotValue(slot, own, given, group, check);
    }
    return values;
  }

  /** The value of one slot, as `slotValues` has it. */
  slotValue(slot: BindSlot, own: readonly unknown[], given: ParameterSet | null, group: number | null = null, check = true): unknown {
    const named = given?.[slot.key];
    if (named !== undefined && given !== null && Object.hasOwn(given, slot.key)) return named;
    const value = slot.ordinal >= 0 ? own[slot.ordinal] : slot.constant;
    if (slot.callable && typeof value === "function") return value();
    if (value !== noValue && !(slot.required && slot.ordinal < 0)) return value;
    if (!slot.required) return null;
    if (!check) return required;
    const where = group === null ? "" : `, in parameter group ${group}`;
    throw new InvalidRequestError(`A value is required for bind parameter '${slot.key}'${where}`, { code: "cd3x" });
  }

  /** Where the values come from, once that was asked for; null for a form that needs more than its values. */
  get plain(): PlainValues | null | undefined {
    return this.#plain;
  }

  /** Where they come from. @param names those of the sets for which it was compiled */
  plainValues(names: readonly string[]): PlainValues | null {
    if (this.#plain === undefined) this.#plain = PlainValues.of(this, names);
    return this.#plain;
  }

  /** What the driver is given, in the order of the placeholders. For text that needs no expansion. @throws ValueRefusedError */
  wireValues(slotValues: readonly unknown[]): WireValue[] {
    const { writers, order } = this;
    const wires: WireValue[] = new Array(order.length);
    for (let at = 0; at < order.length; at += 1) {
      const slot = order[at] ?? 0;
      const write = writers[slot];
      wires[at] = write ? write(slotValues[slot]) : null;
    }
    return wires;
  }

  /** Whether the same plain values are always given to the driver alike: no default runs, and no function of the user's makes them. */
  get isRepeatable(): boolean {
    return (this.#direct ??= this.#directValues()) !== null && this.slots.every(({ type }) => REPEATABLE_KINDS.has(type.kind));
  }

  /**
   * What the driver is given where an execution brings nothing of its own: for text that needs no expansion, and statements
   * whose values are all there. @throws ValueRefusedError, InvalidRequestError as slotValues()
   * @param own the values of the statement's walk
   */
  ownWireValues(own: readonly unknown[]): WireValue[] {
    if (this.#direct === undefined) {
      // a form that serves once has no use for a list of where its values are
      if (this.#isDirect === undefined) return (this.#isDirect = this.#hasAllValues()) ? this.#ownDirectly(own) : this.#ownBySlot(own);
      this.#direct = this.#directValues();
    }
    if (this.#direct === null) return this.#ownBySlot(own);
    const { ordinals, writers } = this.#direct;
    const wires: WireValue[] = new Array(ordinals.length);
    for (let at = 0; at < ordinals.length; at += 1) {
      const value = own[ordinals[at] ?? 0];
      const write = writers[at];
      if (value === noValue || write === undefined) return this.#ownBySlot(own);
      wires[at] = write(value);
    }
    return wires;
  }

  #ownDirectly(own: readonly unknown[]): WireValue[] {
    const { slots, order } = this;
    const wires: WireValue[] = new Array(order.length);
    for (let at = 0; at < order.length; at += 1) {
      const slot = slots[order[at] ?? 0];
      const value = own[slot?.ordinal ?? 0];
      if (value === noValue || slot === undefined) return this.#ownBySlot(own);
      wires[at] = slot.form.write(value);
    }
    return wires;
  }

  #ownBySlot(own: readonly unknown[]): WireValue[] {
    const slotValues = this.slotValues(own, null);
    fillDefaults(this, slotValues);
    return this.wireValues(slotValues);
  }

  /** Whether every value is the statement's own, and no default or function has to run. */
  #hasAllValues(): boolean {
    if ((this.dml?.prefetch.length ?? 0) > 0) return false;
    const { slots } = this;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index];
      if (slot === undefined || slot.ordinal < 0 || slot.callable) return false;
    }
    return true;
  }

  #directValues(): DirectValues | null {
    if (!(this.#isDirect ??= this.#hasAllValues())) return null;
    const { slots, order } = this;
    const ordinals: number[] = new Array(order.length);
    const writers: Writer[] = new Array(order.length);
    for (let at = 0; at < order.length; at += 1) {
      const slot = slots[order[at] ?? 0];
      if (slot === undefined) return null;
      ordinals[at] = slot.ordinal;
      writers[at] = slot.form.write;
    }
    return { ordinals, writers };
  }

  /** The text with lists spread and literal values written in. @throws ValueRefusedError, CompileError for a value without literal form */
  expanded(slotValues: readonly unknown[]): ExpandedText {
    const style = this.dialect.capabilities.paramStyle;
    const values: PlacedValue[] = [];
    const placed = new Map<string, { readonly name: string; readonly number: number }>();
    const names = new Set(this.slots.map(({ name }) => name));
    const repeats = isPositional(style) && !isNumbered(style);
    const place = (slot: BindSlot, path: string, value: unknown, type: SqlType<unknown>): string => {
      // by slot, not by name: what an item of a list is called may be another parameter's name
      const key = `${slot.key}\0${path}`;
      let known = placed.get(key);
      if (known === undefined || repeats) {
        const name = known?.name ?? (path === "" ? slot.name : freeName(slot.name + path, (other) => names.has(other)));
        names.add(name);
        values.push({ name, value, type, out: slot.out });
        known = { name, number: values.length };
        placed.set(key, known);
      }
      return placeholder(slot.style ?? style, known, known.number);
    };
    if (isNumbered(style))
      for (const index of numberingOrder(this.slots, this.dml?.bulk ?? null)) this.#filled(this.slots[index], slotValues[index], place);
    let sql = betweenPlaceholders(style, this.text.parts[0] ?? "");
    this.text.slots.forEach((index, at) => {
      sql += this.#filled(this.slots[index], slotValues[index], place);
      sql += betweenPlaceholders(style, this.text.parts[at + 1] ?? "");
    });
    return { sql, values };
  }

  #filled(slot: BindSlot | undefined, value: unknown, place: Placing): string {
    if (slot === undefined) return "";
    const paramStyle = slot.style ?? this.dialect.capabilities.paramStyle;
    const around = (text: string): string => within(slot, paramStyle, text);
    const literal = (item: unknown, type: SqlType<unknown>): string =>
      betweenPlaceholders(paramStyle, literalWriter(type, this.dialect.types)(item));
    if (!slot.expanding)
      return around(slot.literalExecute ? literal(value, slot.type) : place(slot, "", value, slot.type) + slot.form.cast);
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (items.length === 0) return slot.emptyText;
    const { itemTypes } = slot;
    const one = (item: unknown, path: string, type: SqlType<unknown>): string =>
      slot.literalExecute ? literal(item, type) : place(slot, path, item, type);
    if (itemTypes === null) {
      const cast = slot.literalExecute ? "" : slot.form.cast;
      return items.map((item, index) => around(one(item, `_${index + 1}`, slot.type) + cast)).join(", ");
    }
    const rows = items.map((item, row) => {
      const cells: readonly unknown[] = Array.isArray(item) ? item : [item];
      return `(${itemTypes.map((type, cell) => one(cells[cell] ?? null, `_${row + 1}_${cell + 1}`, type)).join(", ")})`;
    });
    return (this.dialect.capabilities.tupleInValues ? "VALUES " : "") + rows.join(", ");
  }
}
