import { untyped } from "./harness.js";

/** What asking a result for something gave, or raised. */
export type Answered = { readonly value: unknown } | { readonly raised: unknown };

/** The answers of a result by the names of its accessors; `rows` stands for `all()`, each row as a list in the order of the keys. */
export type SeenResult = Readonly<Record<string, Answered>>;

function asked(ask: () => unknown): Answered {
  try {
    return { value: ask() };
  } catch (raised) {
    return { raised };
  }
}

const PROPERTIES = ["rowCount", "returnsRows"] as const;
const METHODS = ["lastInsertedParams", "lastUpdatedParams", "prefetchCols", "postfetchCols", "lastRowHasDefaults", "keys"] as const;
/** Rows as objects by column key, where Python has tuples. */
const ROWS = ["insertedPrimaryKeyRows", "returnedDefaultsRows"] as const;
const ROW = ["insertedPrimaryKey", "returnedDefaults"] as const;

type Row = Readonly<Record<string, unknown>>;

function tuple(row: Row | null): readonly unknown[] | null {
  return row === null ? null : Object.values(row);
}

/** Asks a result for everything that it can tell. */
export function observed(given: unknown): SeenResult {
  const result = untyped(given);
  const seen: Record<string, Answered> = {};
  for (const name of PROPERTIES) seen[name] = asked(() => result[name]);
  for (const name of METHODS) seen[name] = asked(() => result[name]());
  for (const name of ROW) seen[name] = asked(() => tuple(result[name]));
  for (const name of ROWS) seen[name] = asked(() => result[name]?.map(tuple) ?? null);
  seen.returnedDefaultsKeys = asked(() => Object.keys(result.returnedDefaultsRows?.[0] ?? {}));
  seen.rows = asked(() => {
    const rows: readonly Row[] = result.all();
    return rows.map((row) => result.keys().map((key: string) => row[key]));
  });
  return seen;
}
