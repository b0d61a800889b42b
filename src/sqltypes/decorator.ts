import { ArgumentError } from "../errors/index.js";
import { freshTypeId, SqlType, type TypeLike, type WireValue } from "./base.js";
import { givenType } from "./given-type.js";

/** What a type of one's own is made of. T is its value in JavaScript, I the value of the type beneath. */
export interface TypeDecoratorOptions<T, I> {
  /** Shown in error messages and in reflection of the schema. */
  readonly name: string;
  /** The type beneath, which the database knows. */
  readonly impl: TypeLike<I>;
  /** A name for DDL and CAST in place of the impl's. */
  readonly ddl?: string | undefined;
  /** A value on its way to the database. Left out, values pass. With `nulls` it is called with null too. */
  toDatabase?(value: T): I;
  /** A value on its way back. Left out, values pass. With `nulls` it is called with null too. */
  fromDatabase?(value: I): T;
  /** Whether the two functions want null too; by default it passes them over. */
  readonly nulls?: boolean | undefined;
}

/** What stands around values of a type in SQL: each takes an expression and gives another one. */
export interface TypeExpressions {
  readonly bind?: ((inner: unknown) => unknown) | undefined;
  readonly column?: ((inner: unknown) => unknown) | undefined;
}

/**
 * A type of one's own over another, such as a colour object stored as text.
 *
 * Each object is a type of its own in cache keys, since no name says what its functions do: make it once, not per statement.
 *
 * @example `typeDecorator({ name: "loud", impl: varchar(10), toDatabase: (v) => v.toUpperCase() })` is VARCHAR(10) in DDL
 * @since 0.1.0
 */
export class TypeDecorator<T, I = unknown> extends SqlType<T> {
  readonly kind = "decorator";
  readonly name: string;
  readonly impl: SqlType<I>;
  readonly nulls: boolean;
  /** Values come in untyped from statements: what the two functions are given is as the column's declaration says. */
  readonly #options: TypeDecoratorOptions<unknown, unknown>;

  /** @throws ArgumentError for an empty name */
  constructor(
    options: TypeDecoratorOptions<T, I>,
    /** What is written around parameters, and around columns that are read. */
    readonly expressions: TypeExpressions = {},
  ) {
    super();
    if (options.name === "") throw new ArgumentError("typeDecorator() needs a name that is not empty.");
    this.name = options.name;
    this.impl = givenType(options.impl, "typeDecorator(): impl");
    this.nulls = options.nulls ?? false;
    this.#options = options;
  }

  get structure(): string {
    return `decorator(${this.name}#${this.id}:${this.impl.structure})`;
  }

  /** The name that stands in place of the impl's; undefined where the impl's own is used. */
  get ownDdl(): string | undefined {
    return this.#options.ddl;
  }

  ddl(): string {
    return this.ownDdl ?? this.impl.ddl();
  }

  /** The value as the impl takes it; null only where `nulls` was asked for. */
  toDatabase(value: unknown): unknown {
    return this.#options.toDatabase ? this.#options.toDatabase(value) : value;
  }

  /** What the impl gave, as a value of this type; null only where `nulls` was asked for. */
  fromDatabase(value: unknown): unknown {
    return this.#options.fromDatabase ? this.#options.fromDatabase(value) : value;
  }

  toWire(value: T): WireValue {
    const inner = this.toDatabase(value);
    return inner === null ? null : this.#untypedImpl.toWire(inner);
  }

  fromWire(wire: unknown): T {
    // the marked place: without a function of the user's, I is T by the user's own word
    return this.fromDatabase(this.impl.fromWire(wire)) as T;
  }

  override literal(value: T): string {
    const inner = this.toDatabase(value);
    return inner === null ? "NULL" : this.#untypedImpl.literal(inner);
  }

  protected override makeId(): number {
    return freshTypeId();
  }

  get #untypedImpl(): SqlType<unknown> {
    return this.impl;
  }
}
