import type { PostgresDebug, PostgresSettings, PostgresSql } from "./postgres-package.js";
import { StatementNames } from "./statement-names.js";

const watches = new WeakMap<PostgresSql, InstanceWatch>();

/**
 * What an instance of `postgres` tells of its connections only by its hooks: which one runs a text, and that one is
 * gone. A statement on a reserved connection that is gone would end the process (issue 1208 of the package), so we must know.
 */
export class InstanceWatch {
  /** By the text that they wait for. */
  readonly #asking = new Map<string, (connection: number) => void>();
  readonly #listeners = new Map<number, () => void>();
  readonly #names = new Map<number, StatementNames>();
  #count = 0;

  static of(sql: PostgresSql): InstanceWatch {
    let watch = watches.get(sql);
    if (!watch) {
      watch = new InstanceWatch(sql);
      watches.set(sql, watch);
    }
    return watch;
  }

  readonly settings: PostgresSettings;

  private constructor(sql: PostgresSql) {
    // the marked place: the package's types are not ours
    this.settings = sql.options as PostgresSettings;
    const { onclose } = this.settings;
    this.settings.onclose = (connection) => {
      this.#names.delete(connection);
      this.#listeners.get(connection)?.();
      onclose?.(connection);
    };
  }

  /** Which connection runs a text, and what it gives. @param run runs the text that it is given */
  async whoRuns<T>(text: string, run: (text: string) => PromiseLike<T>): Promise<{ readonly connection: number; readonly answer: T }> {
    this.#count += 1;
    const marked = `${text} -- ${this.#count}`;
    const { debug } = this.settings;
    let connection = -1;
    if (this.#asking.size === 0) this.#listen(debug);
    this.#asking.set(marked, (found) => (connection = found));
    try {
      return { answer: await run(marked), connection };
    } finally {
      this.#asking.delete(marked);
      if (this.#asking.size === 0) this.#unlisten();
    }
  }

  #unlisten = (): void => {};

  /** The hook costs something with each statement: it stays only while somebody asks. */
  #listen(before: unknown): void {
    const hook: PostgresDebug = (connection, sql, ...more) => {
      this.#asking.get(sql)?.(connection);
      if (typeof before === "function") before(connection, sql, ...more);
    };
    this.settings.debug = hook;
    this.#unlisten = () => (this.settings.debug = before);
  }

  /** Calls the listener when the connection is gone. Gives what ends that. */
  onClose(connection: number, listener: () => void): () => void {
    this.#listeners.set(connection, listener);
    return () => void this.#listeners.delete(connection);
  }

  /** The statements that are prepared on a connection: it may come back as another of ours. */
  namesOf(connection: number, size: number | boolean | undefined): StatementNames {
    let names = this.#names.get(connection);
    if (!names) {
      names = new StatementNames(this.settings.prepare === false ? false : size);
      this.#names.set(connection, names);
    }
    return names;
  }
}
