import { CompileError } from "../errors/index.js";
import { shown } from "./refuse.js";

/** What may travel to a driver; types turn every other value into one of these first. */
export type WireValue = null | string | number | bigint | Uint8Array;

/** Which idea of SQL a type stands for: dialects look up their own way with it under this name. */
export type TypeKind =
  | "integer"
  | "smallInteger"
  | "bigInteger"
  | "numeric"
  | "float"
  | "double"
  | "boolean"
  | "varchar"
  | "char"
  | "text"
  | "date"
  | "time"
  | "timestamp"
  | "interval"
  | "json"
  | "uuid"
  | "enum"
  | "array"
  | "binary"
  | "null"
  | "decorator"
  // Dialects add kinds of their own; the intersection keeps the names above in editors' completion.
  | (string & {});

/**
 * Whatever carries a SQL type: a type itself, or a column definition such as `integer().notNull()`.
 * `cast()`, `bindParam()` and `arrayOf()` take this.
 *
 * @since 0.1.0
 */
export interface TypeLike<out T> {
  /** For the type system only: the value that the type reads and takes. Never there at run time. */
  readonly $t: T;
  readonly sqlType: SqlType<T>;
}

const ids = new Map<string, number>();
let lastId = 0;

/** A number that no type has yet, for a type that is like no other. */
export function freshTypeId(): number {
  lastId += 1;
  return lastId;
}

/**
 * A SQL data type: how it is named in DDL and CAST, how a value goes to the wire and comes back.
 *
 * What stands here is the default; a dialect overrides it per kind with a {@link TypeAdapter}. `T` never holds null:
 * whoever calls a type has dealt with null before.
 *
 * @example `new VarcharType(30).ddl()` gives `VARCHAR(30)`
 * @since 0.1.0
 */
export abstract class SqlType<out T> implements TypeLike<T> {
  declare readonly $t: T;

  abstract readonly kind: TypeKind;

  /** All that tells this type from another, such as `varchar(30)`: two types of one structure are interchangeable. */
  abstract get structure(): string;

  /** The default dialect's name for it in DDL and CAST. Throws CompileError for a type that has none. */
  abstract ddl(): string;

  /** The value as a driver takes it. Throws ValueRefusedError for a value that the type does not hold. */
  abstract toWire(value: T): WireValue;

  /** What the driver gave, as a value of the type; never called with null. Throws ValueRefusedError for what it cannot be. */
  abstract fromWire(wire: unknown): T;

  /** The `id`, once somebody has asked for it: a field is read much faster than asked for, of types of all classes. 0 before. */
  knownId = 0;

  get sqlType(): SqlType<T> {
    return this;
  }

  /** A small integer for `structure`, the same for all types of one structure: it stands for the type in cache keys. */
  get id(): number {
    return (this.knownId ||= this.makeId());
  }

  /**
   * The value as SQL text, for `literalBinds`. Throws CompileError, as here, where no such form is known.
   *
   * @example `new TextType().literal("it's")` gives `'it''s'`
   */
  literal(value: T): string {
    throw new CompileError(`No literal value renderer is available for literal value ${shown(value)} with datatype ${this.ddl()}`);
  }

  protected makeId(): number {
    const structure = this.structure;
    let id = ids.get(structure);
    if (id === undefined) ids.set(structure, (id = freshTypeId()));
    return id;
  }
}

/**
 * One dialect's way with one kind of type; what is left out is as the type itself has it.
 * Values and wire values are never null here.
 *
 * @since 0.1.0
 */
export interface TypeAdapter {
  readonly ddl?: (type: SqlType<unknown>) => string;
  readonly toWire?: (value: unknown, type: SqlType<unknown>) => WireValue;
  /** The same as one function for a type, which takes null too: for values of which there are many, since nothing is looked up for each of them. */
  readonly writer?: (type: SqlType<unknown>) => (value: unknown) => WireValue;
  readonly fromWire?: (wire: unknown, type: SqlType<unknown>) => unknown;
  readonly literal?: (value: unknown, type: SqlType<unknown>) => string;
  /** The name to which a placeholder is cast, `$1::VARCHAR`, where the server would have to guess its type; left out or undefined, it is not cast. */
  readonly bindCast?: (type: SqlType<unknown>) => string | undefined;
}

/** A dialect's adapters by kind. */
export type TypeAdapters = Readonly<Record<string, TypeAdapter>>;
