import { styleText } from "node:util";

/** Lines stand this far in, below their heading. */
const margin = "   ";

let steps = 0;

export const number = (value: number): string => value.toLocaleString("en-US");

/** `1 city`, `2 cities`. */
export const counted = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** The first few of a list, and how many more there are. */
export function some(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${number(items.length - most)} more` : shown;
}

export function title(text: string): void {
  console.log(styleText("bold", text));
}

/** The numbered heading of a step. */
export function heading(text: string): void {
  steps += 1;
  console.log(`\n${styleText(["bold", "cyan"], `${steps}. ${text}`)}`);
}

export function line(text: string): void {
  console.log(`${margin}${text}`);
}

/** Something that was checked and holds. */
export function proven(text: string): void {
  line(`${styleText("green", "✓")} ${text}`);
}

export const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

/** What went wrong and why, to stderr. */
export function failure(error: unknown): void {
  console.error(styleText(["bold", "red"], "\nThe quickstart failed."));
  for (let each = error; each instanceof Error; each = each.cause)
    console.error(`${margin}${each.name}: ${each.message.replaceAll("\n", `\n${margin}`)}`);
}

/** SQL text, marked at its left; long lines go on in the next, further in. */
export function sql(text: string): void {
  for (const each of text.trim().replaceAll("\t", "  ").split("\n")) {
    const [first = "", ...more] = each.match(/.{1,108}(?:\s+|$)/g) ?? [each];
    for (const part of [first, ...more.map((rest) => `    ${rest}`)]) line(styleText("gray", `│ ${part.trimEnd()}`));
  }
}

/** `171,075 rows in 812 ms, 210,684 rows a second` */
export function rate(rows: number, milliseconds: number): string {
  return `${counted(rows, "row", "rows")} in ${number(Math.round(milliseconds))} ms, ${number(Math.round((rows / milliseconds) * 1000))} rows a second`;
}

/** Rows as an aligned table: the keys on top, numbers to the right, text to the left. */
export function table(rows: readonly Readonly<Record<string, string | number | null>>[]): void {
  const columns = Object.keys(rows[0] ?? {}).map((key) =>
    column(
      key,
      rows.map((row) => row[key] ?? null),
    ),
  );
  for (const index of [...rows.keys(), rows.length, rows.length + 1])
    line(
      columns
        .map((texts) => texts[index])
        .join("   ")
        .trimEnd(),
    );
}

/** The heading, a rule and the cells of one column, all of one width. */
function column(key: string, values: readonly (string | number | null)[]): string[] {
  const whole = values.every((value) => typeof value !== "number" || Number.isInteger(value));
  const texts = [key, ...values.map((value) => (typeof value === "number" ? (whole ? number(value) : value.toFixed(2)) : (value ?? "–")))];
  const width = Math.max(...texts.map((text) => text.length));
  const numeric = values.some((value) => typeof value === "number");
  const [heading = "", ...cells] = texts.map((text) => (numeric ? text.padStart(width) : text.padEnd(width)));
  return [heading, "─".repeat(width), ...cells];
}
