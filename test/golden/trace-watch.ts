import type { Engine } from "athanor";
import type { DriverConnection } from "../../src/dialects/driver.js";

/** One thing that an engine did: a text sent, or a change of the transaction. */
export type Sent =
  | { readonly sql: string; readonly parameters: unknown; readonly executemany: boolean }
  | { readonly event: string; readonly name: string | null };

interface Statement {
  readonly sql: string;
  readonly sets: readonly (readonly unknown[])[] | null;
  readonly executemany: boolean;
  /** What went to the driver for it. */
  readonly physical: { readonly sql: string; readonly sets: readonly (readonly unknown[])[] | null }[];
}

function isStatement(seen: Statement | Sent): seen is Statement {
  return "physical" in seen;
}

/** An executemany that brings rows is shown by its pages, as SQLAlchemy shows it; everything else by the statement itself. */
function sentFor(seen: Statement | Sent): Sent[] {
  if (!isStatement(seen)) return [seen];
  const { sql, sets, executemany, physical } = seen;
  if (executemany && /\bRETURNING\b/.test(sql))
    return physical.map((page) => ({ sql: page.sql, parameters: page.sets?.[0] ?? null, executemany }));
  return [{ sql, parameters: executemany ? sets : (sets?.[0] ?? null), executemany }];
}

/** Collects what an engine tells between two steps. */
export class TraceWatch {
  #seen: (Statement | Sent)[] = [];
  /** What reached the driver, where the engine's events keep the values out. */
  #reached: { readonly sql: string; readonly values: readonly unknown[] }[] = [];
  #log: string[] = [];
  #warnings: string[] = [];

  /** Listens from here on. */
  listen(engine: Engine): void {
    this.taken();
    engine.on("statement", ({ sql, sets, executemany }) => this.#seen.push({ sql, sets, executemany, physical: [] }));
    engine.on("physical", ({ sql, sets }) => {
      const last = this.#seen.at(-1);
      if (last && isStatement(last)) last.physical.push({ sql, sets });
    });
    engine.on("warning", ({ message }) => this.#warnings.push(message));
    for (const event of ["begin", "commit", "rollback"] as const) engine.on(event, () => this.#seen.push({ event, name: null }));
    for (const event of ["savepoint", "releaseSavepoint", "rollbackToSavepoint"] as const)
      engine.on(event, ({ name }) => this.#seen.push({ event, name }));
  }

  /** Listens to the driver itself, for an engine that hides parameters: they must be sent all the same. */
  listenToDriver(connection: DriverConnection): void {
    const query = connection.query.bind(connection);
    const heard: DriverConnection["query"] = (sql, values, ...others) => {
      this.#reached.push({ sql, values });
      return query(sql, values, ...others);
    };
    Object.assign(connection, { query: heard });
  }

  #withValues(seen: Statement | Sent): Statement | Sent {
    if (!isStatement(seen) || seen.sets !== null) return seen;
    const found = this.#reached.find(({ sql }) => sql === seen.sql);
    return found ? { ...seen, sets: [found.values] } : seen;
  }

  /** Takes a line of echo; its times are replaced. */
  line(line: string): void {
    this.#log.push(line.replaceAll(/\d+\.\d+s/g, "<time>"));
  }

  /** What was seen since the last time. */
  taken(): { readonly sent: readonly Sent[]; readonly log: readonly string[]; readonly warnings: readonly string[] } {
    const taken = { sent: this.#seen.map((seen) => this.#withValues(seen)).flatMap(sentFor), log: this.#log, warnings: this.#warnings };
    this.#seen = [];
    this.#reached = [];
    this.#log = [];
    this.#warnings = [];
    return taken;
  }
}
