import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused, refusedFor } from "./refuse.js";

/** With the `u` flag a surrogate matches only where it has no partner. */
const UNSTORABLE = /[\0\uD800-\uDFFF]/u;

/** Longer texts are asked as a whole, which from here on takes less than a look at each character: half, at 25 of them. */
const SHORT = 8;

function isStorable(text: string): boolean {
  if (text.length > SHORT) return text.isWellFormed() && !text.includes("\0");
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) return false;
    if (code >= 0xd800 && code <= 0xdfff) return text.isWellFormed() && !text.includes("\0");
  }
  return true;
}

/**
 * A string as every backend can store it. NUL ends a string inside some of them, and half a surrogate pair is no
 * character: both are refused everywhere, so that no value depends on the database it is given to.
 *
 * @param type the type's name, for the message
 * @throws ValueRefusedError for anything but a well-formed string without NUL
 * @since 0.1.0
 */
export function checkedText(type: string, value: unknown): string {
  if (typeof value !== "string") throw refused(type, value, "give a string");
  if (isStorable(value)) return value;
  const index = value.search(UNSTORABLE);
  throw value[index] === "\0"
    ? refusedFor(type, `a NUL character (at index ${index})`, "remove it, or store the bytes in a binary column")
    : refusedFor(
        type,
        `half of a surrogate pair (at index ${index})`,
        "the text was cut inside a character; value.toWellFormed() replaces what is left of it",
      );
}

/** A string that a driver gave. */
export function readText(type: string, wire: unknown): string {
  if (typeof wire === "string") return wire;
  // A column without a declared type, or an expression over numbers: the text is what the database would print.
  if (typeof wire === "number" || typeof wire === "bigint") return String(wire);
  throw refused(type, wire, "the column holds something that is no text");
}

/**
 * A string as a SQL literal, its quotes doubled.
 *
 * @example `quotedText("it's")` gives `'it''s'`
 * @since 0.1.0
 */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The length of a type, checked. @throws ArgumentError for one that is not a positive whole number */
export function checkedLength(type: string, length: number | undefined): number | undefined {
  if (length !== undefined && !(Number.isInteger(length) && length > 0)) {
    throw new ArgumentError(`${type}() needs a positive whole number as its length, got ${length}.`);
  }
  return length;
}

/** What the three string types share: only their names differ. */
abstract class StringType extends SqlType<string> {
  toWire(value: string): WireValue {
    return checkedText(this.kind, value);
  }

  fromWire(wire: unknown): string {
    return readText(this.kind, wire);
  }

  override literal(value: string): string {
    return quotedText(checkedText(this.kind, value));
  }
}

/** Whether a type does nothing to a text but look whether it can be stored. */
export function takesPlainText(type: SqlType<unknown>): boolean {
  return type instanceof StringType && type.toWire === StringType.prototype.toWire;
}

/** Writes the texts of such a type, and null. */
export function textWriter(kind: string): (value: unknown) => WireValue {
  return (value) => (value === null || (typeof value === "string" && isStorable(value)) ? value : checkedText(kind, value));
}

/**
 * VARCHAR: a string, with the greatest length that the database is to hold it to.
 *
 * @example `cast(x, varchar(30))` gives `CAST(x AS VARCHAR(30))`
 * @since 0.1.0
 */
export class VarcharType extends StringType {
  readonly kind = "varchar";
  readonly length: number | undefined;

  /** @throws ArgumentError for a length that is no positive whole number */
  constructor(length?: number) {
    super();
    this.length = checkedLength("varchar", length);
  }

  get structure(): string {
    return `varchar(${this.length ?? ""})`;
  }

  ddl(): string {
    return this.length === undefined ? "VARCHAR" : `VARCHAR(${this.length})`;
  }
}

/**
 * CHAR: a string of a fixed length, which most databases pad with blanks.
 *
 * @example `cast(x, char(2))` gives `CAST(x AS CHAR(2))`
 * @since 0.1.0
 */
export class CharType extends StringType {
  readonly kind = "char";
  readonly length: number | undefined;

  /** @throws ArgumentError for a length that is no positive whole number */
  constructor(length?: number) {
    super();
    this.length = checkedLength("char", length);
  }

  get structure(): string {
    return `char(${this.length ?? ""})`;
  }

  ddl(): string {
    return this.length === undefined ? "CHAR" : `CHAR(${this.length})`;
  }
}

/**
 * TEXT: a string of any length.
 *
 * @example `cast(x, text())` gives `CAST(x AS TEXT)`
 * @since 0.1.0
 */
export class TextType extends StringType {
  readonly kind = "text";

  get structure(): string {
    return "text";
  }

  ddl(): string {
    return "TEXT";
  }
}

/** A text under another name than TEXT: one of a dialect's own, of another greatest size say. */
export class NamedTextType extends TextType {
  constructor(readonly name: string) {
    super();
  }

  override get structure(): string {
    return this.name.toLowerCase();
  }

  override ddl(): string {
    return this.name;
  }
}
