import { CompileError } from "../errors/index.js";
import { expressionOf } from "../expression/coerce.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import type { ColumnNode } from "../nodes/column.js";
import { type Bind, LiteralColumn, noValue } from "../nodes/expressions.js";
import type { Node } from "../nodes/node.js";
import { type SqlType, TypeDecorator } from "../sqltypes/index.js";
import { CompilerBase, type Place } from "./base.js";
import type { CompilerDialect, ParamStyle } from "./capabilities.js";
import type { Around, BindSlot, SlottedText } from "./compiled.js";
import { literalText, unknownLiteral } from "./literals.js";
import type { Ordinals } from "./ordinals.js";
import { freeName, isNumbered, isPostCompiled, nothingAround, slotPlaceholder } from "./placeholders.js";
import { RowSlot, rowName, ValueSlot } from "./plain-slots.js";
import { SlotIndex, type SlotOrigin, type WrittenSlot } from "./slot-index.js";
import { uncast } from "./type-forms.js";

/** What makes a slot, besides the bind's own facts. */
export interface SlotRequest extends SlotOrigin {
  readonly key: string;
  readonly type: SqlType<unknown>;
  readonly ordinal: number;
  readonly constant?: unknown;
  readonly required?: boolean;
  readonly callable?: boolean;
  readonly expanding?: boolean;
  readonly literalExecute?: boolean;
  readonly itemTypes?: readonly SqlType<unknown>[] | null;
  readonly emptyText?: string;
  readonly out?: boolean;
  /** It is called as a column that is always quoted. */
  readonly quoted?: boolean;
  /** The placeholder has no cast, whatever its type. */
  readonly uncast?: boolean;
}

const ofRow: WrittenSlot = { origin: { unique: true }, text: null };

/** What a bind is given by the place where it stands. */
interface GivenToBind {
  readonly name?: string;
  readonly type?: SqlType<unknown>;
  readonly itemTypes?: readonly SqlType<unknown>[] | null;
  readonly emptyText?: string;
  /** The type that is given is not written behind the placeholder. */
  readonly uncast?: boolean;
}
const nothingGiven: GivenToBind = {};

const none: readonly never[] = [];

/** Stands for the value in what its type writes around it. */
const VALUE = "\0\0";

const UNWRITABLE = /[%():.[\] ]/;
const REPLACED: Readonly<Record<string, string>> = { "%": "P", "(": "A", ")": "Z", ":": "C", ".": "_", "[": "_", "]": "_", " ": "_" };

/** What most names have nothing of. */
const UNFIT = /[%() $]|^_|_$/;

const MINUS = 45;
const ZERO = 48;

/** The number that stands there. */
function numberAt(text: string, from: number, to: number): number {
  const isNegative = text.charCodeAt(from) === MINUS;
  let number = 0;
  for (let at = isNegative ? from + 1 : from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - ZERO;
  return isNegative ? -number : number;
}

/** What numbered parameter names are made of: signs that would have to be replaced in the text are left out from the start. */
function parameterBase(base: string): string {
  if (!UNFIT.test(base)) return base;
  return base.replaceAll(/[%() $]+/g, "_").replaceAll(/^_+|_+$/g, "");
}

/**
 * The slots of a statement: bind parameters and plain values. While text is written, a token stands for each of them: its
 * number between two NULs, which no name and no text of SQL has. Where placeholders have numbers they mostly are known at
 * once, and stand there from the start: to look for tokens took a sixth of the compilation.
 */
export abstract class SlotCompiler extends CompilerBase {
  slots: BindSlot[];
  /** The same slots as they were written. */
  #written: WrittenSlot[];
  #index: SlotIndex;
  /** Whether slots are counted as they are made: lists, which are filled in later, come last anyway, but rows of which there will be many are counted by those who know how many. */
  #isCounting: boolean;
  #count: number;
  #hasTokens: boolean;
  // what few statements need is made for them
  /** The names in the text that are not the parameters' own. */
  #otherNames: Set<string> | undefined;
  /** Text that is in parts already: a token with its place here, below zero, stands for it. */
  #inParts: SlottedText[] | undefined;
  #reserved: Set<Node> | undefined;
  /** The style of the placeholders, while a part of another dialect's statement is written. */
  #style: ParamStyle | null;

  // written out: fields with values of their own cost each compilation a list of its arguments
  constructor(dialect: CompilerDialect, ordinals: Ordinals, options: CompileOptions) {
    super(dialect, ordinals, options);
    this.slots = [];
    this.#written = [];
    this.#index = new SlotIndex(this.slots, this.#written);
    this.#isCounting = isNumbered(dialect.capabilities.paramStyle) && options.executemany !== true;
    this.#count = 0;
    this.#hasTokens = false;
    this.#style = null;
  }

  /** Writes a part of the statement that another dialect's compiler is writing, in the own dialect and with its placeholders. */
  writePart(outer: SlotCompiler, node: Node, place: Place): string {
    this.goOnFrom(outer);
    this.#style = this.dialect.capabilities.paramStyle;
    const text = this.process(node, place);
    outer.goOnFrom(this);
    return text;
  }

  protected override goOnFrom(other: SlotCompiler): void {
    super.goOnFrom(other);
    this.slots = other.slots;
    this.#written = other.#written;
    this.#index = other.#index;
    this.#isCounting = other.#isCounting;
    this.#count = other.#count;
    this.#hasTokens = other.#hasTokens;
    this.#otherNames = other.#otherNames;
    this.#inParts = other.#inParts;
    this.#reserved = other.#reserved;
  }

  /** Notes a bind that the compiler itself gives to a column: its name is not the user's to take. */
  reserve(bind: Bind): void {
    this.#reserved ??= new Set();
    this.#reserved.add(bind);
  }

  /** The statement's text with its slots. */
  slotted(text: string): SlottedText {
    if (!this.#hasTokens) return { parts: [text], slots: none };
    // mostly each slot stands there once: lists that grow would take room for many more
    const slots: number[] = new Array(this.slots.length);
    const parts: string[] = new Array(this.slots.length + 1);
    let count = 0;
    let from = 0;
    let part = "";
    for (let start = text.indexOf("\0"); start >= 0; start = text.indexOf("\0", from)) {
      part += text.slice(from, start);
      const end = text.indexOf("\0", start + 1);
      const token = numberAt(text, start + 1, end);
      const inner = token < 0 ? this.#inParts?.[-token - 1] : undefined;
      if (inner === undefined) {
        parts[count] = part;
        slots[count] = token;
        count += 1;
        part = "";
      } else {
        part += inner.parts[0] ?? "";
        for (let at = 0; at < inner.slots.length; at += 1) {
          parts[count] = part;
          slots[count] = inner.slots[at] ?? 0;
          count += 1;
          part = inner.parts[at + 1] ?? "";
        }
      }
      from = end + 1;
    }
    parts[count] = part + text.slice(from);
    slots.length = count;
    parts.length = count + 1;
    return { parts, slots };
  }

  /** Text that is in parts already, to be put among other text. */
  #textOf(slotted: SlottedText): string {
    this.#hasTokens = true;
    this.#inParts ??= [];
    return `\0${-this.#inParts.push(slotted)}\0`;
  }

  /** A value as text. @throws CompileError where its type has no such form, or refuses it */
  literal(value: unknown, type: SqlType<unknown>): string {
    const [before, after] = this.around(type);
    return before + literalText(value, type, this.dialect.types) + after;
  }

  /** What a type writes around each of its values. @throws CompileError for an expression that does not have the value once */
  protected around(type: SqlType<unknown>): Around {
    if (!(type instanceof TypeDecorator) || !type.expressions.bind) return nothingAround;
    const expression = expressionOf(type.expressions.bind(new LiteralColumn(VALUE, type.impl)));
    const [before, after, more] = expression === null ? [] : this.process(expression, { literal: true }).split(VALUE);
    if (before !== undefined && after !== undefined && more === undefined) return [before, after];
    throw new CompileError(`The bindExpression of the type '${type.name}' must give an expression that has the value once.`);
  }

  /**
   * A placeholder for a new or known slot.
   * @throws CompileError where two parameters of one name are not the same, and where values are to be written as text
   */
  slot(request: SlotRequest): string {
    if (this.options.literalBinds && !request.out) throw unknownLiteral(request.key);
    const known = this.#index.named(request.key);
    if (known !== undefined) {
      this.#checkSame(request, known);
      if (request.node) this.#index.share(request.node, known);
      return this.#textOfSlot(known);
    }
    const index = this.slots.length;
    const slot = this.#made(request);
    this.slots.push(slot);
    const text = this.#isCounting && !isPostCompiled(slot) ? this.#counted(slot) : this.#token(index);
    this.#written.push({ origin: request, text });
    return text;
  }

  /** What stands in the text for a slot that was written before. */
  #textOfSlot(index: number): string {
    return this.#written[index]?.text ?? this.#token(index);
  }

  #token(index: number): string {
    this.#hasTokens = true;
    return `\0${index}\0`;
  }

  #counted(slot: BindSlot): string {
    this.#count += 1;
    return slotPlaceholder(this.dialect.capabilities.paramStyle, slot, this.#count);
  }

  #made(request: SlotRequest): BindSlot {
    const { key, type, ordinal, out = false } = request;
    const name = this.#freeParameterName(key, this.parameterName(request));
    const typed = this.known.types.of(type);
    const form = request.uncast ? uncast(typed) : typed;
    // the statement's own value is not the compiled form's
    const constant = ordinal >= 0 ? null : (request.constant ?? null);
    const required = request.required ?? false;
    const around = form.isWrapped && !out ? this.around(type) : nothingAround;
    if (!(request.callable || request.expanding || request.literalExecute || out || this.#style !== null))
      return new ValueSlot(key, name, type, form, ordinal, constant, required, around);
    return {
      ...{ key, name, type, form, ordinal, constant, required, around, out, style: this.#style },
      callable: request.callable ?? false,
      expanding: request.expanding ?? false,
      literalExecute: request.literalExecute ?? false,
      itemTypes: request.itemTypes ?? null,
      emptyText: request.emptyText ?? "",
    };
  }

  /**
   * The rows of VALUES after the first, where that has a parameter for each column and the others have nothing but values: all
   * of them are of its form. null where their names need more care.
   * @param source whose list of rows that is
   * @param indexes where the columns' values are in each row
   */
  plainRows(columns: readonly ColumnNode[], source: Node, indexes: readonly number[], rows: number): string | null {
    const { slots } = this;
    const areNamed = ({ key }: ColumnNode, index: number): boolean => {
      const last = rowName(key, rows - 1);
      return slots[index]?.key === rowName(key, 0) && this.parameterName({ key: last, type: slots[index].type, ordinal: 0 }) === last;
    };
    if (slots.length !== columns.length || !columns.every(areNamed)) return null;
    const width = columns.length;
    const made = slots.length;
    for (let row = 1; row < rows; row += 1) {
      for (let index = 0; index < width; index += 1) {
        const first = slots[index];
        const column = columns[index];
        if (first === undefined || column === undefined) continue;
        slots.push(new RowSlot(column.key, row, first, this.ordinals.of(source, "rows", indexes[index] ?? -1, row)));
        this.#written.push(ofRow);
      }
    }
    return this.#isCounting ? this.#countedRows(made, width) : this.#rowsInParts(made, width);
  }

  /** The rows of the slots from there on. */
  #countedRows(from: number, width: number): string {
    const rows: string[] = new Array((this.slots.length - from) / width);
    const first = this.slots.slice(0, width);
    for (let row = 0; row < rows.length; row += 1) {
      let cells = "";
      for (const slot of first) cells += (cells === "" ? "(" : ", ") + this.#counted(slot);
      rows[row] = `${cells})`;
    }
    return rows.join(", ");
  }

  #rowsInParts(from: number, width: number): string {
    const count = this.slots.length - from;
    const parts: string[] = new Array(count + 1);
    const written: number[] = new Array(count);
    for (let at = 0; at < count; at += 1) {
      parts[at] = at % width > 0 ? ", " : at > 0 ? "), (" : "(";
      written[at] = from + at;
    }
    parts[count] = ")";
    return this.#textOf({ parts, slots: written });
  }

  /** Two names may be one where signs of them are replaced: then the later one is numbered. */
  #freeParameterName(key: string, name: string): string {
    if (name === key && this.#otherNames === undefined) return name;
    const others = (this.#otherNames ??= new Set());
    const free = freeName(name, (other) => others.has(other) || this.#isWritten(other));
    if (free !== key) others.add(free);
    return free;
  }

  /** Whether a parameter of that name is called so in the text too. */
  #isWritten(name: string): boolean {
    const slot = this.#index.named(name);
    return slot !== undefined && this.slots[slot]?.name === name;
  }

  /** A parameter's name in the text, where some signs can't stand. */
  protected parameterName({ key }: SlotRequest): string {
    return UNWRITABLE.test(key) ? [...key].map((sign) => REPLACED[sign] ?? sign).join("") : key;
  }

  isFree(key: string): boolean {
    return this.#index.named(key) === undefined;
  }

  #checkSame(request: SlotRequest, known: number): void {
    const existing = this.#written[known]?.origin;
    if (!existing || (request.node && existing.node === request.node)) return;
    const { key } = request;
    if (existing.unique || request.unique)
      throw new CompileError(`Bind parameter '${key}' conflicts with unique bind parameter of the same name`);
    if (this.slots[known]?.expanding !== (request.expanding ?? false)) {
      throw new CompileError(
        `Can't reuse bound parameter name '${key}' in both 'expanding' (e.g. within an IN expression) and non-expanding contexts.`,
      );
    }
    if (existing.crud || request.crud) {
      throw new CompileError(
        `bindParam() name '${key}' is reserved for automatic usage in the VALUES or SET clause of this insert/update statement.   Please use a name other than column name when using bindParam() with insert() or update() (for example, 'b_${key}').`,
      );
    }
  }

  /** The slot that a placeholder stands for, mostly the one made last; null for other text. */
  slotIn(text: string): number | null {
    for (let at = this.#written.length - 1; at >= 0; at -= 1) if (this.#written[at]?.text === text) return at;
    return null;
  }

  /** The slot of a bind that was written; null before. */
  protected slotOf(bind: Bind): number | null {
    return this.#index.of(bind) ?? null;
  }

  /** A bind parameter. `name` and `type` are those of the column that it is given to, where the bind has none. */
  bind(node: Bind, place: Place, given: GivenToBind = nothingGiven): string {
    const known = this.#index.of(node);
    if (known !== undefined) return this.#textOfSlot(known);
    const type = node.type.kind === "null" && given.type ? given.type : node.type;
    const ordinal = this.ordinals.of(node, "value");
    if (place.literal || this.options.literalBinds) return this.#literalBind(node, type);
    const key = node.name ?? given.name ?? this.numbered(parameterBase(node.base));
    return this.slot({
      key,
      type,
      ordinal,
      constant: node.value,
      required: node.required,
      unique: node.name === null,
      crud: this.#reserved?.has(node) ?? false,
      node,
      callable: node.callable,
      expanding: node.expanding,
      literalExecute: node.literalExecute || (place.literalExecute ?? false),
      itemTypes: given.itemTypes ?? null,
      emptyText: given.emptyText ?? "",
      uncast: given.uncast === true && type !== node.type,
    });
  }

  #literalBind(node: Bind, type: SqlType<unknown>): string {
    if (node.value === noValue)
      throw new CompileError(`Bind parameter '${node.name ?? node.base}' without a renderable value not allowed here.`);
    const value = node.callable && typeof node.value === "function" ? node.value() : node.value;
    return this.literal(value, type);
  }
}
