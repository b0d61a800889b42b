// How a dialect's adapters and the types' own defaults come together: what compilers and executors call.
import { ValueRefusedError } from "../errors/index.js";
import { ArrayType, arrayLiteral, checkedArray } from "./array.js";
import { arrayText, parseArrayText } from "./array-text.js";
import type { SqlType, TypeAdapter, TypeAdapters, WireValue } from "./base.js";
import { CastOperandType } from "./cast-operand.js";
import { TypeDecorator } from "./decorator.js";
import { inferType } from "./infer.js";
import { NullType } from "./null.js";
import { takesPlainText, textWriter } from "./string.js";

/** Turns a value, null included, into what a driver takes. */
export type Writer = (value: unknown) => WireValue;
/** Turns what a driver gave, null included, into a value. */
export type Reader = (wire: unknown) => unknown;
/** Turns a value, null included, into SQL text. */
export type LiteralWriter = (value: unknown) => string;

/** The adapters of a dialect that leaves everything as the types have it. */
export const noAdapters: TypeAdapters = Object.freeze({});

function adapterOf(type: SqlType<unknown>, adapters: TypeAdapters): TypeAdapter | undefined {
  return Object.hasOwn(adapters, type.kind) ? adapters[type.kind] : undefined;
}

/**
 * How a dialect writes values of a type. A type decorator passes through its own functions, an array through its
 * elements, a value without a type through the type that it shows.
 *
 * @returns a function that throws ValueRefusedError for a value that the type does not hold; worth keeping per type
 * @example `writer(new BooleanType(), sqliteTypes)(true)` is `1n`
 * @since 0.1.0
 */
export function writer(type: SqlType<unknown>, adapters: TypeAdapters = noAdapters): Writer {
  if (type instanceof TypeDecorator) {
    const inner = writer(type.impl, adapters);
    return type.nulls ? (value) => inner(type.toDatabase(value)) : (value) => (value === null ? null : inner(type.toDatabase(value)));
  }
  if (type instanceof CastOperandType) return orAsItIs(type, writer(type.target, adapters), (own) => writer(own, adapters));
  const adapter = adapterOf(type, adapters);
  if (adapter?.writer) return adapter.writer(type);
  const own = adapter?.toWire;
  if (own) return (value) => (value === null ? null : own(value, type));
  if (takesPlainText(type)) return textWriter(type.kind);
  if (type instanceof NullType) return (value) => (value === null ? null : writer(untyped(type, value), adapters)(value));
  if (type instanceof ArrayType) {
    const element = writer(type.element, adapters);
    return (value) => (value === null ? null : arrayText(checkedArray(value), element, type.dimensions));
  }
  return (value) => (value === null ? null : type.toWire(value));
}

/**
 * How a dialect reads values of a type; the reverse of {@link writer}.
 *
 * @returns a function that throws ValueRefusedError for what the type does not hold
 * @example `reader(new BooleanType(), sqliteTypes)(1n)` is `true`
 * @since 0.1.0
 */
export function reader(type: SqlType<unknown>, adapters: TypeAdapters = noAdapters): Reader {
  if (type instanceof TypeDecorator) {
    const inner = reader(type.impl, adapters);
    return type.nulls ? (wire) => type.fromDatabase(inner(wire)) : (wire) => (wire === null ? null : type.fromDatabase(inner(wire)));
  }
  const own = adapterOf(type, adapters)?.fromWire;
  if (own) return (wire) => (wire === null ? null : own(wire, type));
  if (type instanceof ArrayType) {
    const element = reader(type.element, adapters);
    return (wire) => (wire === null || Array.isArray(wire) ? wire : parseArrayText(String(wire), element));
  }
  return (wire) => (wire === null ? null : type.fromWire(wire));
}

/**
 * How a dialect writes values of a type into SQL text.
 *
 * @returns a function that throws CompileError where the type has no such form, ValueRefusedError for a wrong value
 * @example `literalWriter(new TextType())("it's")` is `'it''s'`
 * @since 0.1.0
 */
export function literalWriter(type: SqlType<unknown>, adapters: TypeAdapters = noAdapters): LiteralWriter {
  if (type instanceof TypeDecorator) {
    const inner = literalWriter(type.impl, adapters);
    return type.nulls ? (value) => inner(type.toDatabase(value)) : (value) => (value === null ? "NULL" : inner(type.toDatabase(value)));
  }
  if (type instanceof CastOperandType) return orAsItIs(type, literalWriter(type.target, adapters), (own) => literalWriter(own, adapters));
  const own = adapterOf(type, adapters)?.literal;
  if (own) return (value) => (value === null ? "NULL" : own(value, type));
  if (type instanceof NullType) return (value) => (value === null ? "NULL" : literalWriter(untyped(type, value), adapters)(value));
  if (type instanceof ArrayType) {
    const element = literalWriter(type.element, adapters);
    return (value) => (value === null ? "NULL" : arrayLiteral(checkedArray(value), element, type.dimensions));
  }
  return (value) => (value === null ? "NULL" : type.literal(value));
}

/**
 * A dialect's name for a type in DDL and CAST.
 *
 * @throws CompileError for a type that has none there
 * @example `ddlName(new VarcharType(30))` is `VARCHAR(30)`
 * @since 0.1.0
 */
export function ddlName(type: SqlType<unknown>, adapters: TypeAdapters = noAdapters): string {
  if (type instanceof TypeDecorator) return type.ownDdl ?? ddlName(type.impl, adapters);
  if (type instanceof CastOperandType) return ddlName(type.target, adapters);
  const own = adapterOf(type, adapters)?.ddl;
  if (own) return own(type);
  return type instanceof ArrayType ? `${ddlName(type.item, adapters)}[]` : type.ddl();
}

/**
 * What stands after a placeholder so that the server knows its type, where the dialect writes that; else nothing.
 *
 * @example `bindCast(new VarcharType(30), adapters)` is `::VARCHAR` where strings are cast
 * @since 0.1.0
 */
export function bindCast(type: SqlType<unknown>, adapters: TypeAdapters): string {
  const name = bindCastName(type, adapters);
  return name === undefined ? "" : `::${name}`;
}

/** The name to which a placeholder is cast; undefined where it is not. A decorator with a name of its own is no longer its impl. */
export function bindCastName(type: SqlType<unknown>, adapters: TypeAdapters): string | undefined {
  if (type instanceof TypeDecorator) return type.ownDdl === undefined ? bindCastName(type.impl, adapters) : undefined;
  if (type instanceof CastOperandType) return bindCastName(type.target, adapters);
  return adapterOf(type, adapters)?.bindCast?.(type);
}

/** Writes values as the type does, and as they are those that the type refuses and the database may yet turn into it. */
function orAsItIs<R>(
  type: CastOperandType<unknown>,
  write: (value: unknown) => R,
  as: (own: SqlType<unknown>) => (value: unknown) => R,
): (value: unknown) => R {
  return (given) => {
    const value = type.operand(given);
    try {
      return write(value);
    } catch (error) {
      if (!(error instanceof ValueRefusedError) || typeof value === "object" || value === undefined) throw error;
      return as(inferType(value))(value);
    }
  };
}

/** The type that a value shows; throws for one that shows none. */
function untyped(type: NullType, value: unknown): SqlType<unknown> {
  // undefined, objects and arrays: refused as values, since nobody asked for their type.
  if (value === undefined || (typeof value === "object" && !(value instanceof Date || value instanceof Uint8Array))) type.toWire(value);
  return inferType(value);
}

/** A class of types, for {@link adapterFor}. */
type TypeClass<S extends SqlType<unknown>> = abstract new (...args: never[]) => S;

/** A {@link TypeAdapter} whose functions are given the type as what it is. */
export interface AdapterFor<S extends SqlType<unknown>> {
  ddl?(type: S): string;
  toWire?(value: unknown, type: S): WireValue;
  writer?(type: S): Writer;
  fromWire?(wire: unknown, type: S): unknown;
  literal?(value: unknown, type: S): string;
  bindCast?(type: S): string | undefined;
}

/**
 * An adapter for the types of one class, whose functions may use that class's own properties.
 *
 * @throws TypeError, when used, for a type of another class: a dialect has put the adapter under a wrong kind
 * @since 0.1.0
 */
export function adapterFor<S extends SqlType<unknown>>(typeClass: TypeClass<S>, adapter: AdapterFor<S>): TypeAdapter {
  let last: S | undefined;
  const own = (type: SqlType<unknown>): S => {
    // most often it is the type of the value before
    if (type === last) return last;
    if (type instanceof typeClass) return (last = type);
    throw new TypeError(`The adapter for ${typeClass.name} was given ${type.kind}.`);
  };
  const { ddl, toWire, writer: made, fromWire, literal, bindCast: cast } = adapter;
  return {
    ...(ddl && { ddl: (type: SqlType<unknown>) => ddl(own(type)) }),
    ...(toWire && { toWire: (value: unknown, type: SqlType<unknown>) => toWire(value, own(type)) }),
    ...(made && { writer: (type: SqlType<unknown>) => made(own(type)) }),
    ...(fromWire && { fromWire: (wire: unknown, type: SqlType<unknown>) => fromWire(wire, own(type)) }),
    ...(literal && { literal: (value: unknown, type: SqlType<unknown>) => literal(value, own(type)) }),
    ...(cast && { bindCast: (type: SqlType<unknown>) => cast(own(type)) }),
  };
}
