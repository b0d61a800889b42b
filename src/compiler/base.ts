import { UnsupportedError } from "../errors/index.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import type { HintNode } from "../nodes/clauses.js";
import type { AnonymousName, LabelName } from "../nodes/labels.js";
import type { FromNode, Node } from "../nodes/node.js";
import { ddlName, type SqlType } from "../sqltypes/index.js";
import type { CompilerDialect } from "./capabilities.js";
import type { DmlFacts, ResultColumn, RowShape } from "./compiled.js";
import { Ctes } from "./ctes.js";
import { type DialectNotes, notesOf } from "./dialect-notes.js";
import { identifierStart, isTooLong } from "./identifier-length.js";
import { quoted, quotedSchema } from "./identifiers.js";
import type { Ordinals } from "./ordinals.js";

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

/** Nowhere in particular. */
export const anywhere: Place = {};

/** In a FROM clause. */
export const inFrom: Place = { asFrom: true };

/** The same place inside of an expression, where a label is not written. Mostly it is just that, and no copy is made for each operand. */
export function insideExpression(place: Place): Place {
  return place.withinColumns ? { ...place, withinColumns: false } : place;
}

/** A statement that is being written, inside of another one. */
export interface Enclosing {
  /** What a query in a value's place may take from here without being told. */
  readonly own: readonly FromNode[];
  /** What it may take if told. */
  readonly all: readonly FromNode[];
  readonly outer: Enclosing | null;
  /** How deep it is inside of others; 1 is the outermost. */
  readonly depth: number;
}

/** What a name of the statement's own stands for: a parameter, a column of a select list, an element of FROM. */
export type NameRole = "bind" | "column" | "from";

/** An underscore and five digits. */
const LONGEST_NUMBER = 6;

const noHints: readonly HintNode[] = [];

/** How many names there are on a base; chained, since most statements have few bases. */
interface Counter {
  readonly base: string;
  count: number;
  readonly next: Counter | undefined;
}

/** A method that writes a kind of node. */
type Visit = (this: CompilerBase, node: Node, place: Place) => string;

/** The visit methods that a class of compilers was asked for, by kind: found by their names once. */
const visitsByClass = new WeakMap<object, Map<string, Visit>>();

function knownVisits(compilers: object): Map<string, Visit> {
  let visits = visitsByClass.get(compilers);
  if (visits === undefined) visitsByClass.set(compilers, (visits = new Map()));
  return visits;
}

/** The state of one compilation, and what all visit methods need: slots, numbered names, quoting. */
export abstract class CompilerBase {
  readonly #visits: Map<string, Visit>;
  // what few statements need is made for them
  #counter: Counter | undefined;
  #shorter: Partial<Record<NameRole, Map<string, string>>> | undefined;
  #firstWithStart: Map<string, string> | undefined;
  #anonymous: Map<Node, Map<number, string>> | undefined;
  #ctes: Ctes | undefined;
  protected readonly known: DialectNotes;
  /** The innermost statement that is being written. */
  protected enclosing: Enclosing | null = null;
  // all that changes while a statement is written stands in this class: a class with fields of its own costs each compilation a call
  /** The hints of the statement that is being written. */
  protected currentHints: readonly HintNode[] = noHints;
  /** Set while RETURNING is written. */
  protected withinReturning = false;
  /** Set while RETURNING of a MERGE is written. */
  protected withinMergeReturning = false;
  warnings: string[] = [];
  resultColumns: readonly ResultColumn[] | null = null;
  shape: RowShape | null = null;
  dml: DmlFacts | null = null;

  constructor(
    readonly dialect: CompilerDialect,
    readonly ordinals: Ordinals,
    readonly options: CompileOptions,
  ) {
    this.#visits = knownVisits(new.target);
    this.known = notesOf(dialect);
  }

  /** The CTEs that were met. */
  protected get ctes(): Ctes {
    return (this.#ctes ??= new Ctes());
  }

  /** Whether there are CTEs: most statements have none. */
  protected get hasCtes(): boolean {
    return this.#ctes !== undefined;
  }

  /** How many statements are being written, each inside of the one before. */
  protected get depth(): number {
    return this.enclosing?.depth ?? 0;
  }

  /** Begins a statement with these FROM elements of its own. */
  protected enter(own: readonly FromNode[], all?: readonly FromNode[]): void {
    const outer = this.enclosing;
    this.enclosing = { own, all: all ?? (outer === null ? own : [...own, ...outer.all]), outer, depth: this.depth + 1 };
  }

  protected leave(): void {
    this.enclosing = this.enclosing?.outer ?? null;
  }

  /** Goes on with what another compiler knows of the statement that it is writing. */
  protected goOnFrom(other: CompilerBase): void {
    this.#counter = other.#counter;
    this.#anonymous = other.#anonymous;
    this.#ctes = other.#ctes;
    this.enclosing = other.enclosing;
    this.currentHints = other.currentHints;
    this.withinReturning = other.withinReturning;
    this.warnings = other.warnings;
  }

  /** Says once what the user should know about the statement. */
  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  /** Writes a node: calls the visit method of its kind. */
  process(node: Node, place: Place = anywhere): string {
    const visit = this.#visits.get(node.kind) ?? this.#visitOf(node.kind);
    return visit.call(this, node, place);
  }

  #visitOf(kind: string): Visit {
    // the marked place: by their names, methods of a visitor are those of the kinds
    const visitor = this as unknown as Readonly<Record<string, Visit>>;
    const visit = visitor[`visit${kind.charAt(0).toUpperCase()}${kind.slice(1)}`];
    if (visit === undefined) throw this.unsupported(kind);
    this.#visits.set(kind, visit);
    return visit;
  }

  protected unsupported(construct: string): UnsupportedError {
    return new UnsupportedError(`The '${this.dialect.name}' dialect can't render a ${construct} construct.`);
  }

  /** The name of what the database has, as SQL; `always` is what the schema says of its quotes. */
  quote(name: string, always: boolean | null = null): string {
    return (always === null ? this.known.names.get(name) : undefined) ?? quoted(name, this.dialect.identifiers, always);
  }

  /** A name that only this statement gives, as SQL: an alias's, a label's. Where it is too long, a shorter one stands for it. */
  protected quoteGiven(name: string, role: NameRole, always: boolean | null = null): string {
    return this.quote(this.#standsWhole(name, role) ? name : this.#shortened(name, role), always);
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

  /** The next numbered name on this base: `id_1`, `id_2`. */
  numbered(base: string, role: NameRole = "bind"): string {
    let counter = this.#counter;
    while (counter !== undefined && counter.base !== base) counter = counter.next;
    if (counter === undefined) this.#counter = counter = { base, count: 0, next: this.#counter };
    counter.count += 1;
    return this.#shortened(`${base}_${counter.count}`, role);
  }

  /** A name with room for a number that tells it from others which begin alike; the same each time. After SQLAlchemy's `_truncated_identifier`. */
  #shortened(name: string, role: NameRole): string {
    const { maxIdentifierLength, identifierLengthUnit } = this.dialect.capabilities;
    const most = maxIdentifierLength - LONGEST_NUMBER;
    if (!isTooLong(name, most, identifierLengthUnit)) return name;
    this.#shorter ??= {};
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
}
