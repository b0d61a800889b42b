/** The leaves of plain data. */
function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countOf(inner), Array.isArray(value) ? 1 : 0);
}

function changedLeaf(value: unknown, name: string): unknown {
  // a recipe's kind says which other parts it has
  if (name === "kind") return value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? `${value}x` : value;
}

function changedAt(value: unknown, at: number, name: string): unknown {
  if (typeof value !== "object" || value === null) return changedLeaf(value, name);
  if (Array.isArray(value)) {
    // the first place of a list is the list itself: one item less, where there are several
    if (at === 0) return value.length > 1 ? value.slice(1) : value;
    const before = { left: at - 1 };
    return value.map((item: unknown) => changedIfHere(item, before, name));
  }
  const before = { left: at };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changedIfHere(inner, before, key)]));
}

function changedIfHere(value: unknown, before: { left: number }, name: string): unknown {
  const count = countOf(value);
  const at = before.left;
  before.left -= count;
  return at >= 0 && at < count ? changedAt(value, at, name) : value;
}

/** A copy of plain data with a change in one place. */
export function changed<T>(data: T, where: number): T {
  // the marked place: nothing but leaves has changed, each into another of its type
  return changedAt(data, where % countOf(data), "") as T;
}
