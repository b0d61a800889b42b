// How Python shows values in log lines and error messages, and how athanor does: lists for tuples, null for None.

const TOKEN = /'((?:[^'\\]|\\.)*)'|\(|,?\)|\b(?:None|True|False)\b/g;
const WORDS: Readonly<Record<string, string>> = { "(": "[", ")": "]", ",)": "]", None: "null", True: "true", False: "false" };

/** The line of echo that tells of the parameters: its tuples are lists. Texts in quotes, and all other lines, stay as they are. */
export function shownAsLists(line: string): string {
  return line.replace(
    /^(\[[^\]]+\] )(.*)$/s,
    (_, origin: string, values: string) => origin + values.replaceAll(TOKEN, (token) => WORDS[token] ?? token),
  );
}

/** A list or tuple of texts and None, as JSON without blanks. */
export function shownAsJson(text: string): string {
  const json = text.replaceAll(TOKEN, (token: string, inside: string | undefined) =>
    inside === undefined ? (WORDS[token] ?? token) : JSON.stringify(inside),
  );
  return JSON.stringify(JSON.parse(json));
}

/** Text that Python's json.dumps wrote, as JSON.stringify writes it: without blanks. Other values stay as they are. */
export function jsonText(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
}
