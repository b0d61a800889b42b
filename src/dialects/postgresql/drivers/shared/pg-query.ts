// The package's own query class, taught to take its answer by itself. The package copies each query's options by their property
// descriptors, makes an object of each result's columns that rows as arrays have no use for, and tells an event of each row: all
// that together takes as long as sending the query.
import type { PgAnswer, PgClient, PgField, PgQueryClass, PgQueryObject, PgResult } from "./pg-package.js";
import { textReader } from "./read-text.js";

/** A query that gives its rows as arrays. @param values null for a text without parameters */
export type ArrayQueryClass = new (
  sql: string,
  values: readonly unknown[] | null,
  name: string | undefined,
  answered: PgAnswer,
) => PgQueryObject;

const TAKES_ANSWERS = ["handleRowDescription", "handleDataRow", "handleCommandComplete", "handleReadyForQuery", "handleCopyInResponse"];

/** The class of a client's queries; null for a client that hands its answers over in another way, such as the package's native one. */
export function queryClass({ constructor }: PgClient): PgQueryClass | null {
  const Query = Reflect.get(constructor, "Query");
  if (typeof Query !== "function" || !TAKES_ANSWERS.every((name) => name in Query.prototype)) return null;
  // the marked place: the package's types are not ours
  return Query as PgQueryClass;
}

/** How values are read that come as text. */
export const types = { getTypeParser: textReader };

const made = new WeakMap<PgQueryClass, ArrayQueryClass>();

/** The same for queries that give their rows as arrays, made once for a package. */
export function arrayQueryClass(Query: PgQueryClass): ArrayQueryClass {
  let ArrayQuery = made.get(Query);
  if (!ArrayQuery) {
    ArrayQuery = arrayQueries(Query);
    made.set(Query, ArrayQuery);
  }
  return ArrayQuery;
}

/** How many rows the server says that it has touched: the last word, where that is a number. */
function countIn(command: string): number {
  const count = Number(command.slice(command.lastIndexOf(" ") + 1));
  return Number.isNaN(count) ? 0 : count;
}

function arrayQueries(Query: PgQueryClass): ArrayQueryClass {
  return class extends Query {
    // for tools that replace a query by a copy of what it says
    readonly rowMode = "array";
    readonly types = types;
    #fields: readonly PgField[] = [];
    #readers: readonly ((text: string) => unknown)[] = [];
    #rows: (readonly unknown[])[] = [];
    #done = "";
    #failure: unknown = null;

    constructor(sql: string, values: readonly unknown[] | null, name: string | undefined, answered: PgAnswer) {
      super(sql, undefined, answered);
      this.name = name;
      if (values === null) return;
      this.values = values;
      this.queryMode = "extended";
    }

    override handleRowDescription({ fields }: { readonly fields: readonly PgField[] }): void {
      this.#fields = fields;
      this.#readers = fields.map(({ dataTypeID }) => textReader(dataTypeID));
      this.#rows = [];
    }

    override handleDataRow({ fields: texts }: { readonly fields: readonly (string | null)[] }): void {
      try {
        this.#rows.push(this.#read(texts));
      } catch (error) {
        this.#failure ??= error;
      }
    }

    #read(texts: readonly (string | null)[]): readonly unknown[] {
      const readers = this.#readers;
      const row: unknown[] = new Array(texts.length);
      for (let index = 0; index < texts.length; index += 1) {
        const text = texts[index] ?? null;
        row[index] = text === null ? null : readers[index]?.(text);
      }
      return row;
    }

    override handleCommandComplete({ text }: { readonly text: string }): void {
      this.#done = text;
    }

    override handleReadyForQuery(): void {
      if (this.#failure === null) this.callback(null, this.#result());
      else this.callback(this.#failure, undefined);
    }

    #result(): PgResult {
      const done = this.#done;
      const end = done.indexOf(" ");
      return { command: end < 0 ? done : done.slice(0, end), rowCount: countIn(done), fields: this.#fields, rows: this.#rows };
    }
  };
}
