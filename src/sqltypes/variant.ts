import { ArgumentError } from "../errors/index.js";
import { bindCastName, ddlName, literalWriter, reader, writer } from "./adapt.js";
import { SqlType, type TypeAdapter, type TypeAdapters, type WireValue } from "./base.js";

/** A type that is another one on some databases. Its values are the same everywhere. */
export class VariantType<T> extends SqlType<T> {
  readonly kind = "variant";

  constructor(
    readonly base: SqlType<T>,
    /** The other types, by the names of dialects. */
    readonly variants: ReadonlyMap<string, SqlType<T>>,
  ) {
    super();
  }

  get structure(): string {
    const others = [...this.variants].map(([dialect, type]) => `${dialect}:${type.structure}`);
    return `variant(${this.base.structure},${others.join(",")})`;
  }

  /** What it is there. */
  on(dialect: string): SqlType<T> {
    return this.variants.get(dialect) ?? this.base;
  }

  ddl(): string {
    return this.base.ddl();
  }

  toWire(value: T): WireValue {
    return this.base.toWire(value);
  }

  fromWire(wire: unknown): T {
    return this.base.fromWire(wire);
  }

  override literal(value: T): string {
    return this.base.literal(value);
  }
}

/** A type with another one for some dialects. @throws ArgumentError without a dialect, and for one that has a type already */
export function variantOf<T>(type: SqlType<T>, other: SqlType<T>, dialects: readonly string[]): VariantType<T> {
  const [base, known] = type instanceof VariantType ? [type.base, type.variants] : [type, new Map<string, SqlType<T>>()];
  if (dialects.length === 0) throw new ArgumentError("withVariant() needs the name of at least one dialect.");
  const variants = new Map<string, SqlType<T>>(known);
  for (const dialect of dialects) {
    if (variants.has(dialect)) throw new ArgumentError(`Dialect '${dialect}' is already present in the mapping for this type`);
    variants.set(dialect, other);
  }
  return new VariantType<T>(base, variants);
}

/** What a type is on a dialect. */
export function typeOn(type: SqlType<unknown>, dialect: string): SqlType<unknown> {
  return type instanceof VariantType ? type.on(dialect) : type;
}

/** A dialect's way with variants: that of the type which each is there. */
export function variantAdapter(dialect: string, types: TypeAdapters): TypeAdapter {
  const own = (type: SqlType<unknown>): SqlType<unknown> => typeOn(type, dialect);
  return {
    ddl: (type) => ddlName(own(type), types),
    toWire: (value, type) => writer(own(type), types)(value),
    fromWire: (wire, type) => reader(own(type), types)(wire),
    literal: (value, type) => literalWriter(own(type), types)(value),
    bindCast: (type) => bindCastName(own(type), types),
  };
}
