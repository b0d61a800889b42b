import { arrayText, parseArrayText } from "./array-text.js";
import { SqlType, type TypeLike, type WireValue } from "./base.js";
import { TypeDecorator } from "./decorator.js";
import { givenType } from "./given-type.js";
import { refused } from "./refuse.js";

/**
 * A list, checked.
 *
 * @throws ValueRefusedError for anything but an array
 * @since 0.1.0
 */
export function checkedArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refused("array", value, "give an array");
}

/** Whether a value of the type may be a list itself, which is no further dimension then. */
function mayBeList(type: SqlType<unknown>): boolean {
  return type instanceof TypeDecorator ? mayBeList(type.impl) : type.kind === "json";
}

/**
 * An array of values of one type, for databases that have arrays.
 *
 * @example `cast(x, arrayOf(integer()))` gives `CAST(x AS INTEGER[])`
 * @since 0.1.0
 */
export class ArrayType<T> extends SqlType<T[]> {
  readonly kind = "array";
  readonly item: SqlType<T>;

  constructor(item: TypeLike<T>) {
    super();
    this.item = givenType(item, "arrayOf()");
  }

  get structure(): string {
    return `array(${this.item.structure})`;
  }

  ddl(): string {
    return `${this.item.ddl()}[]`;
  }

  /** The type of what stands in the innermost brackets. */
  get element(): SqlType<unknown> {
    return this.item instanceof ArrayType ? this.item.element : this.item;
  }

  /** How deep the lists go: as deep as they are, but for elements that may be lists as deep as it was declared. */
  get dimensions(): number {
    if (this.item instanceof ArrayType) return this.item.dimensions + 1;
    return mayBeList(this.item) ? 1 : Number.POSITIVE_INFINITY;
  }

  toWire(value: T[]): WireValue {
    const element = this.element;
    return arrayText(checkedArray(value), (each) => (each === null ? null : element.toWire(each)), this.dimensions);
  }

  fromWire(wire: unknown): T[] {
    const element = this.element;
    const list = Array.isArray(wire) ? wire : parseArrayText(String(wire), (each) => element.fromWire(each));
    // the marked place: the elements are what the element's type makes of them
    return list as T[];
  }

  override literal(value: T[]): string {
    const element = this.element;
    return arrayLiteral(checkedArray(value), (each) => element.literal(each), this.dimensions);
  }
}

/** `ARRAY[1, 2]`, with nested brackets for nested lists, down to so many dimensions. */
export function arrayLiteral(values: readonly unknown[], write: (element: unknown) => string, dimensions: number): string {
  const brackets = (list: readonly unknown[], depth: number): string =>
    `[${list.map((each) => (each === null ? "NULL" : depth > 1 && Array.isArray(each) ? brackets(each, depth - 1) : write(each))).join(", ")}]`;
  return `ARRAY${brackets(values, dimensions)}`;
}
