/** How many tables an application of this size has. */
export const TABLES = 50;

/** The kinds of query with how often each comes in a mix of 200, as an application has them. */
export const KINDS = {
  selectByKey: 25,
  selectJoin: 25,
  selectNested: 20,
  selectGrouped: 15,
  selectSubquery: 10,
  selectExists: 10,
  selectAlias: 10,
  selectUnion: 5,
  insertRows: 15,
  insertReturning: 15,
  insertFromSelect: 5,
  update: 20,
  updateMany: 10,
  deleteRows: 15,
};

export type Kind = keyof typeof KINDS;

/** A peer's way of writing the tables, and each kind of query: the lines of a function over three tables. */
export interface Writers extends Readonly<Record<Kind, (i: number, j: number, k: number) => readonly string[]>> {
  tables(): string;
  /** What stands before the queries. */
  head(): readonly string[];
}

/** The queries of these kinds, spread over the tables: each is a function of its own, and each uses its row. */
export function queries(writers: Writers, kinds: readonly Kind[]): string {
  const bodies = kinds.flatMap((kind) => Array.from({ length: KINDS[kind] }, (_, n) => ({ write: writers[kind], n })));
  // neighbours in the file are of different kinds and different tables, as in an application
  const written = bodies.map(({ write, n }, index) => {
    const i = (index * 7 + n * 3) % TABLES;
    const lines = write(i, (i + 1) % TABLES, (i + 2) % TABLES);
    return `export async function q${index}() {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
  });
  return [...writers.head(), ...written].join("\n");
}

/** The tables by number, for a file that writes each of them. */
export const everyTable = (write: (i: number) => string): string[] => Array.from({ length: TABLES }, (_, i) => write(i));
