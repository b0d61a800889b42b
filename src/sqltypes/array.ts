import { arrayText, parseArrayText } from "./array-text.js";
import { SqlType, type TypeLike, type WireValue } from "./base.js";
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

  toWire(value: T[]): WireValue {
    const element = this.element;
    return arrayText(checkedArray(value), (each) => (each === null ? null : element.toWire(each)));
  }

  fromWire(wire: unknown): T[] {
    const element = this.element;
    const list = Array.isArray(wire) ? wire : parseArrayText(String(wire), (each) => element.fromWire(each));
    // the marked place: the elements are what the element's type makes of them
    return list as T[];
  }

  override literal(value: T[]): string {
    const element = this.element;
    return arrayLiteral(checkedArray(value), (each) => element.literal(each));
  }
}

/** `ARRAY[1, 2]`, with nested brackets for nested lists. */
export function arrayLiteral(values: readonly unknown[], write: (element: unknown) => string): string {
  const brackets = (list: readonly unknown[]): string =>
    `[${list.map((each) => (each === null ? "NULL" : Array.isArray(each) ? brackets(each) : write(each))).join(", ")}]`;
  return `ARRAY${brackets(values)}`;
}
