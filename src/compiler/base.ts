import { CompileError, UnsupportedError } from "../errors/index.js";
import { expressionOf } from "../expression/coerce.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import { type Bind, LiteralColumn, noValue } from "../nodes/expressions.js";
import type { AnonymousName, LabelName } from "../nodes/labels.js";
import type { FromNode, Node } from "../nodes/node.js";
import { ddlName, type SqlType, TypeDecorator } from "../sqltypes/index.js";
import type { CompilerDialect } from "./capabilities.js";
import type { Around, BindSlot, DmlFacts, ResultColumn, RowShape, SlottedText } from "./compiled.js";
import { Ctes } from "./ctes.js";
import { identifierStart, isTooLong } from "./identifier-length.js";
import { quoted, quotedSchema } from "./identifiers.js";
import { literalText, unknownLiteral } from "./literals.js";
import type { Ordinals } from "./ordinals.js";
import { freeName } from "./placeholders.js";

/** Where in the text a node is written, as far as that changes how. */
export interface Place {
  /** Columns without their table: RETURNING of some databases, DDL. */
  readonly bareColumns?: boolean;
  /** In a FROM clause: a table writes its alias too. */
  readonly asFrom?: boolean;
  /** In a select list or RETURNING: a label writes its name. */
  readonly withinColumns?: boolean;
  /** Values are written into the text. */
  readonly literal?: boolean;
  /** Values are written into the text when the statement is executed. */
  readonly literalExecute?: boolean;
  /** A SELECT that a FROM clause, a CTE or INSERT..SELECT holds. */
  readonly lateral?: boolean;
  /** A SELECT that is part of a compound or of INSERT..SELECT, which writes its WITH. */
  readonly embedded?: boolean;
}

/** One statement of the stack of statements being written. */
export interface Enclosing {
  /** What a query in a value's place may take from here without being told. */
  readonly own: ReadonlySet<FromNode>;
  /** What it may take if told. */
  readonly all: ReadonlySet<FromNode>;
}

/** What a slot was made for, as long as the text is written. */
type SlotOrigin = Pick<SlotRequest, "unique" | "crud" | "node">;

/** What makes a slot, besides the bind's own facts. */
export interface SlotRequest {
  readonly key: string;
  readonly type: SqlType<unknown>;
  readonly ordinal: number;
  readonly constant?: unknown;
  readonly required?: boolean;
  readonly unique?: boolean;
  /** Made for a column of an INSERT or UPDATE, not by the user. */
  readonly crud?: boolean;
  readonly node?: Node | null;
  readonly callable?: boolean;
  readonly expanding?: boolean;
  readonly literalExecute?: boolean;
  readonly itemTypes?: readonly SqlType<unknown>[] | null;
  readonly emptyText?: string;
  readonly out?: boolean;
}

/** What a name of the statement's own stands for: a parameter, a column of a select list, an element of FROM. */
export type NameRole = "bind" | "column" | "from";

/** Stands for the value in what its type writes around it. */
const VALUE = "\0\0";
const NOTHING: Around = ["", ""];

/** An underscore and five digits. */
const LONGEST_NUMBER = 6;
const UNWRITABLE = /[%():.[\] ]/;
const REPLACED: Readonly<Record<string, string>> = { "%": "P", "(": "A", ")": "Z", ":": "C", ".": "_", "[": "_", "]": "_", " ": "_" };

/** What numbered parameter names are made of: signs that would have to be replaced in the text are left out from the start. */
function parameterBase(base: string): string {
  return base.replaceAll(/[%() $]+/g, "_").replaceAll(/^_+|_+$/g, "");
}

const visitMethods = new Map<string, string>();

/** The name of the method that writes a kind of node. */
function visitMethod(kind: string): string {
  let name = visitMethods.get(kind);
  if (name === undefined) {
    name = `visit${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    visitMethods.set(kind, name);
  }
  return name;
}

/** The state of one compilation, and what all visit methods need: slots, numbered names, quoting. */
export abstract class CompilerBase {
  readonly slots: BindSlot[] = [];
  readonly #origins: SlotOrigin[] = [];
  readonly #slotByName = new Map<string, number>();
  readonly #slotByNode = new Map<Node, number>();
  readonly #counters = new Map<string, number>();
  // what few statements need is made for them
  /** The names in the text that are not the parameters' own. */
  #otherNames: Set<string> | undefined;
  readonly #shorter: Partial<Record<NameRole, Map<string, string>>> = {};
  #firstWithStart: Map<string, string> | undefined;
  #anonymous: Map<Node, Map<number, string>> | undefined;
  #reserved: Set<Node> | undefined;
  protected readonly stack: Enclosing[] = [];
  protected readonly ctes = new Ctes();
  readonly warnings: string[] = [];
  resultColumns: readonly ResultColumn[] | null = null;
  shape: RowShape | null = null;
  dml: DmlFacts | null = null;

  constructor(
    readonly dialect: CompilerDialect,
    protected readonly ordinals: Ordinals,
    readonly options: CompileOptions,
  ) {}

  /** Notes a bind that the compiler itself gives to a column: its name is not the user's to take. */
  protected reserve(bind: Bind): void {
    this.#reserved ??= new Set();
    this.#reserved.add(bind);
  }

  /** Says once what the user should know about the statement. */
  protected warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  /** Writes a node: calls the visit method of its kind. */
  process(node: Node, place: Place = {}): string {
    const method = visitMethod(node.kind);
    // the marked place: by their names, methods of a visitor are those of the kinds
    const visitor = this as unknown as Readonly<Record<string, (node: Node, place: Place) => string>>;
    if (visitor[method] === undefined) throw this.unsupported(node.kind);
    return visitor[method](node, place);
  }

  protected unsupported(construct: string): UnsupportedError {
    return new UnsupportedError(`The '${this.dialect.name}' dialect can't render a ${construct} construct.`);
  }

  /** The statement's text with its slots. */
  slotted(text: string): SlottedText {
    const parts: string[] = [];
    const slots: number[] = [];
    let start = 0;
    for (let token = text.indexOf("\0"); token >= 0; token = text.indexOf("\0", start)) {
      const end = text.indexOf("\0", token + 1);
      parts.push(text.slice(start, token));
      slots.push(Number(text.slice(token + 1, end)));
      start = end + 1;
    }
    parts.push(text.slice(start));
    return { parts, slots };
  }

  /** The name of what the database has, as SQL; `always` is what the schema says of its quotes. */
  quote(name: string, always: boolean | null = null): string {
    return quoted(name, this.dialect.identifiers, always);
  }

  /** A name that only this statement gives, as SQL: an alias's, a label's. Where it is too long, a shorter one stands for it. */
  protected quoteGiven(name: string, role: NameRole, always: boolean | null = null): string {
    return quoted(this.#standsWhole(name, role) ? name : this.#shortened(name, role), this.dialect.identifiers, always);
  }

  /** Whether a name fits; where the database itself cuts names, the first of those that it would make one stays as it is. */
  #standsWhole(name: string, role: NameRole): boolean {
    const { maxIdentifierLength: most, identifierLengthUnit: unit, cutsLongNames } = this.dialect.capabilities;
    if (!isTooLong(name, most, unit)) return true;
    const start = `${role} ${identifierStart(name, most, unit)}`;
    this.#firstWithStart ??= new Map();
    if (!this.#firstWithStart.has(start)) this.#firstWithStart.set(start, name);
    return cutsLongNames && this.#firstWithStart.get(start) === name;
  }

  quoteSchema(schema: string): string {
    return quotedSchema(schema, this.dialect.identifiers);
  }

  typeName(type: SqlType<unknown>): string {
    return ddlName(type, this.dialect.types);
  }

  /** A value as text. @throws CompileError where its type has no such form, or refuses it */
  literal(value: unknown, type: SqlType<unknown>): string {
    const [before, after] = this.around(type);
    return before + literalText(value, type, this.dialect.types) + after;
  }

  /** What a type writes around each of its values. @throws CompileError for an expression that does not have the value once */
  protected around(type: SqlType<unknown>): Around {
    if (!(type instanceof TypeDecorator) || !type.expressions.bind) return NOTHING;
    const expression = expressionOf(type.expressions.bind(new LiteralColumn(VALUE, type.impl)));
    const [before, after, more] = expression === null ? [] : this.process(expression, { literal: true }).split(VALUE);
    if (before !== undefined && after !== undefined && more === undefined) return [before, after];
    throw new CompileError(`The bindExpression of the type '${type.name}' must give an expression that has the value once.`);
  }

  /** The next numbered name on this base: `id_1`, `id_2`. */
  protected numbered(base: string, role: NameRole = "bind"): string {
    const count = (this.#counters.get(base) ?? 0) + 1;
    this.#counters.set(base, count);
    return this.#shortened(`${base}_${count}`, role);
  }

  /** A name with room for a number that tells it from others which begin alike; the same each time. After SQLAlchemy's `_truncated_identifier`. */
  #shortened(name: string, role: NameRole): string {
    const { maxIdentifierLength, identifierLengthUnit } = this.dialect.capabilities;
    const most = maxIdentifierLength - LONGEST_NUMBER;
    if (!isTooLong(name, most, identifierLengthUnit)) return name;
    const shorter = (this.#shorter[role] ??= new Map<string, string>());
    let known = shorter.get(name);
    if (known === undefined) {
      known = `${identifierStart(name, most, identifierLengthUnit)}_${(shorter.size + 1).toString(16)}`;
      shorter.set(name, known);
    }
    return known;
  }

  /** The numbered name of an expression, a FROM element or a bind: the same each time it is asked for. */
  anonymousName(owner: Node, base: string, role: NameRole, repetition = 0): string {
    this.#anonymous ??= new Map();
    let names = this.#anonymous.get(owner);
    if (!names) {
      names = new Map();
      this.#anonymous.set(owner, names);
    }
    let name = names.get(repetition);
    if (name === undefined) {
      name = this.numbered(base, role);
      names.set(repetition, name);
    }
    return name;
  }

  labelName(label: LabelName): string {
    return typeof label === "string" ? label : this.#anonymousLabel(label);
  }

  #anonymousLabel(label: AnonymousName): string {
    return this.anonymousName(label.owner, label.base, "column", label.repetition);
  }

  /**
   * A placeholder for a new or known slot.
   * @throws CompileError where two parameters of one name are not the same, and where values are to be written as text
   */
  slot(request: SlotRequest): string {
    if (this.options.literalBinds && !request.out) throw unknownLiteral(request.key);
    const known = this.#slotByName.get(request.key);
    if (known !== undefined) {
      this.#checkSame(request, known);
      if (request.node) this.#slotByNode.set(request.node, known);
      return `\0${known}\0`;
    }
    const index = this.slots.length;
    this.slots.push({
      key: request.key,
      name: this.#freeParameterName(request.key, this.parameterName(request)),
      type: request.type,
      ordinal: request.ordinal,
      // the statement's own value is not the compiled form's
      constant: request.ordinal >= 0 ? null : (request.constant ?? null),
      required: request.required ?? false,
      callable: request.callable ?? false,
      expanding: request.expanding ?? false,
      literalExecute: request.literalExecute ?? false,
      itemTypes: request.itemTypes ?? null,
      around: request.out ? NOTHING : this.around(request.type),
      emptyText: request.emptyText ?? "",
      out: request.out ?? false,
    });
    this.#origins.push(request);
    this.#slotByName.set(request.key, index);
    if (request.node) this.#slotByNode.set(request.node, index);
    return `\0${index}\0`;
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
    const slot = this.#slotByName.get(name);
    return slot !== undefined && this.slots[slot]?.name === name;
  }

  /** A parameter's name in the text, where some signs can't stand. */
  protected parameterName({ key }: SlotRequest): string {
    return UNWRITABLE.test(key) ? [...key].map((sign) => REPLACED[sign] ?? sign).join("") : key;
  }

  protected isFree(key: string): boolean {
    return !this.#slotByName.has(key);
  }

  #checkSame(request: SlotRequest, known: number): void {
    const existing = this.#origins[known];
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

  /** The slot that a placeholder stands for; null for other text. */
  protected slotIn(text: string): number | null {
    const end = text.length - 1;
    return text.charCodeAt(0) === 0 && text.indexOf("\0", 1) === end ? Number(text.slice(1, end)) : null;
  }

  /** The slot of a bind that was written; null before. */
  protected slotOf(bind: Bind): number | null {
    return this.#slotByNode.get(bind) ?? null;
  }

  /** A bind parameter. `name` and `type` are those of the column that it is given to, where the bind has none. */
  protected bind(
    node: Bind,
    place: Place,
    given: {
      readonly name?: string;
      readonly type?: SqlType<unknown>;
      readonly itemTypes?: readonly SqlType<unknown>[] | null;
      readonly emptyText?: string;
    } = {},
  ): string {
    const known = this.#slotByNode.get(node);
    if (known !== undefined) return `\0${known}\0`;
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
    });
  }

  #literalBind(node: Bind, type: SqlType<unknown>): string {
    if (node.value === noValue)
      throw new CompileError(`Bind parameter '${node.name ?? node.base}' without a renderable value not allowed here.`);
    const value = node.callable && typeof node.value === "function" ? node.value() : node.value;
    return this.literal(value, type);
  }
}
