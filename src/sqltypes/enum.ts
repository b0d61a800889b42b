import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";
import { checkedText, quotedText } from "./string.js";

/** Options of `enumOf()`. */
export interface EnumOptions {
  /** The type's name, for databases where an enumeration is a type of its own. */
  readonly name?: string | undefined;
  /** False leaves a string that is none of the values to the database, which may know more of them. By default it is refused. */
  readonly validateStrings?: boolean | undefined;
}

/**
 * One of a fixed list of strings. By default it is a VARCHAR as long as the longest of them; databases with enumerations
 * use those.
 *
 * @example `cast(x, enumOf("low", "mid", "high"))` gives `CAST(x AS VARCHAR(4))`
 * @since 0.1.0
 */
export class EnumType<V extends string = string> extends SqlType<V> {
  readonly kind = "enum";
  readonly values: readonly V[];
  readonly name: string | undefined;
  readonly validateStrings: boolean;

  /** @throws ArgumentError for an empty list, a value given twice, or one that no string column could hold */
  constructor(values: readonly V[], options: EnumOptions = {}) {
    super();
    if (values.length === 0) throw new ArgumentError("enumOf() needs at least one value.");
    for (const value of values) checkedText("enum", value);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw new ArgumentError(`enumOf() has the value ${quotedText(twice)} twice.`);
    this.values = Object.freeze([...values]);
    this.name = options.name;
    this.validateStrings = options.validateStrings ?? true;
  }

  get structure(): string {
    return `enum${this.validateStrings ? "" : "?"}(${JSON.stringify([this.name ?? null, ...this.values])})`;
  }

  ddl(): string {
    return `VARCHAR(${Math.max(...this.values.map((value) => [...value].length), 1)})`;
  }

  /** Whether a value is of the list. */
  has(value: unknown): value is V {
    return this.values.some((known) => known === value);
  }

  toWire(value: V): WireValue {
    if (this.has(value)) return value;
    if (!this.validateStrings && typeof value === "string") return checkedText("enum", value);
    throw refused("enum", value, `give one of ${this.values.map(quotedText).join(", ")}`);
  }

  fromWire(wire: unknown): V {
    if (this.has(wire)) return wire;
    throw refused("enum", wire, `the column holds something that is none of ${this.values.map(quotedText).join(", ")}`);
  }

  override literal(value: V): string {
    return quotedText(String(this.toWire(value)));
  }
}
