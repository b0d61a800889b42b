// Exact decimals as text: the form in which `numeric` values live in JavaScript.

const DECIMAL = /^([+-]?)(\d+\.?\d*|\.\d+)$/;
const SCIENTIFIC = /^([+-]?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/i;

/** A decimal in canonical text: no plus sign, no leading zeros but one, no bare point; null for what is none. */
export function canonicalDecimal(text: string): string | null {
  const parts = DECIMAL.exec(text);
  if (parts === null) return null;
  const [whole = "", fraction = ""] = (parts[2] ?? "").split(".");
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const value = fraction === "" ? digits : `${digits}.${fraction}`;
  return parts[1] === "-" && /[1-9]/.test(value) ? `-${value}` : value;
}

/** A number's shortest text without an exponent: 1e-7 is `0.0000001`. The number must be finite. */
export function decimalOfNumber(value: number): string {
  return withoutExponent(String(value));
}

/** A decimal that may have an exponent, as databases print large floats, without it. */
export function withoutExponent(text: string): string {
  const parts = SCIENTIFIC.exec(text);
  if (parts === null) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const body =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + "0".repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign === "-" ? "-" : ""}${body.replace(/^0+(?=\d)/, "")}`;
}

/** A canonical decimal without the zeros that end its fraction: `12.50` is `12.5`, `3.00` is `3`. */
export function trimmedDecimal(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** A canonical decimal with at least `scale` digits after the point; more are kept, nothing is rounded. */
export function paddedDecimal(decimal: string, scale: number): string {
  const point = decimal.indexOf(".");
  const given = point < 0 ? 0 : decimal.length - point - 1;
  if (given >= scale) return decimal;
  return `${decimal}${point < 0 ? "." : ""}${"0".repeat(scale - given)}`;
}

/** The digits that every decimal keeps on its way through a double and back. */
export const EXACT_DIGITS = 15;

/** The double that a canonical decimal without ending zeros goes through and comes back as it was; null where it would be rounded. */
export function doubleOfDecimal(decimal: string): number | null {
  const double = Number(decimal);
  return significantDigits(decimal) <= EXACT_DIGITS && decimalOfNumber(double) === decimal ? double : null;
}

/** How many digits of a canonical decimal count: those from the first to the last that is not zero. */
function significantDigits(decimal: string): number {
  return decimal.replace(/^-/, "").replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length;
}
