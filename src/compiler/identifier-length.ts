/** What a database counts in a name. */
export type LengthUnit = "characters" | "bytes";

/** How many bytes a character has in UTF-8. */
function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The length of a name as the database measures it. */
export function identifierLength(name: string, unit: LengthUnit): number {
  if (unit === "characters") return name.length;
  let bytes = 0;
  for (const character of name) bytes += bytesOf(character);
  return bytes;
}

/** Whether a name is longer than the database allows. No character is more than three bytes for each of its UTF-16 units. */
export function isTooLong(name: string, most: number, unit: LengthUnit): boolean {
  return name.length * 3 > most && identifierLength(name, unit) > most;
}

/** As much of a name as fits; no character is cut in two. */
export function identifierStart(name: string, most: number, unit: LengthUnit): string {
  let start = "";
  let length = 0;
  for (const character of name) {
    length += identifierLength(character, unit);
    if (length > most) break;
    start += character;
  }
  return start;
}
