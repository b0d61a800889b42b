import { ArgumentError } from "../errors/index.js";

/** The numbers of a version: of `8.0.35-0ubuntu1` they are 8, 0 and 35. @throws ArgumentError for text that starts with no number */
function numbers(version: string): readonly number[] {
  const text = /^\d+(\.\d+)*/.exec(version)?.[0];
  if (text === undefined) throw new ArgumentError(`A server's version such as "8.0.35" expected, got '${version}'.`);
  return text.split(".").map(Number);
}

/** Whether a version is older than another one; parts that are left out count as 0. @throws ArgumentError for what is no version */
export function isBefore(version: string, other: string): boolean {
  const [left, right] = [numbers(version), numbers(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
