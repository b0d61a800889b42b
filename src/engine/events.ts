import type { DriverConnection } from "../dialects/driver.js";

/** A statement as the user gave it, with the time that its execution took. */
export interface StatementEvent {
  readonly sql: string;
  /** The values of each parameter set, in the order of the placeholders, as the driver is given them; null where they are hidden. */
  readonly sets: readonly (readonly unknown[])[] | null;
  readonly executemany: boolean;
  /** Whether the compiled form was found again; null for what is never kept. */
  readonly cached: boolean | null;
  /** Seconds: what compiling took, or how long ago it was for a form that was found again. */
  readonly compileTime: number;
}

/** A statement that was executed, or has failed. */
export interface ExecutedEvent extends StatementEvent {
  /** Seconds, from when the statement was ready to its answer. */
  readonly duration: number;
  /** Rows inserted, updated or deleted; the number of rows of a query; null where it failed, and for a stream. */
  readonly rowCount: number | null;
  /** How many rows it gave; null where it gives none, and for a stream. */
  readonly rows: number | null;
  /** null where it succeeded. */
  readonly error: unknown;
}

/** What really went to the driver: a page of a bulk INSERT, say. */
export interface PhysicalEvent {
  readonly sql: string;
  /** The values, a list for each time that the text is run; null where they are hidden. */
  readonly sets: readonly (readonly unknown[])[] | null;
}

/** What happened to a connection. */
export interface ConnectionEvent {
  /** The driver's own connection. */
  readonly connection: DriverConnection;
}

/** The events of an engine, and what each one tells. */
export interface EngineEvents {
  /** Before a statement is executed. */
  statement: StatementEvent;
  /** After it: once for each `statement`; of a stream, when it is open. */
  executed: ExecutedEvent;
  /** Before each text that goes to the driver. */
  physical: PhysicalEvent;
  /** What the compiler has to say about a statement that it compiled, such as a key without a value. */
  warning: { readonly message: string };
  begin: { readonly implicit: boolean };
  commit: Record<never, never>;
  rollback: Record<never, never>;
  savepoint: { readonly name: string };
  releaseSavepoint: { readonly name: string };
  rollbackToSavepoint: { readonly name: string };
  /** A connection was opened. */
  connect: ConnectionEvent;
  /** A connection is given out, and given back. */
  checkout: ConnectionEvent;
  checkin: ConnectionEvent;
  /** A connection was lost while it was in use; those of its age are not given out again. */
  invalidate: ConnectionEvent & { readonly error: unknown };
  /** A connection was closed. */
  close: ConnectionEvent;
  /** A rollback or close that failed where no error may be thrown: at disposal. */
  disposalFailed: { readonly error: unknown };
}

type Listener<K extends keyof EngineEvents> = (event: EngineEvents[K]) => void;
type Listeners = { [K in keyof EngineEvents]?: Listener<K>[] };

/** Listeners by event. */
export class Events {
  readonly #listeners: Listeners = {};
  /** Whether anybody listens to executions, before or after. */
  watchesStatements = false;
  /** Whether anybody listens to what the compiler says, or to each text that is sent. */
  hears = false;

  /** Calls the listener at each such event. Gives a function that ends it. */
  on<K extends keyof EngineEvents>(name: K, listener: Listener<K>): () => void {
    const list: Listener<K>[] = this.#listeners[name] ?? [];
    this.#set(name, [...list, listener]);
    return () =>
      this.#set(
        name,
        (this.#listeners[name] ?? []).filter((each) => each !== listener),
      );
  }

  #set<K extends keyof EngineEvents>(name: K, list: Listener<K>[]): void {
    Object.assign(this.#listeners, { [name]: list });
    this.watchesStatements = this.has("statement") || this.has("executed");
    this.hears = this.has("warning") || this.has("physical");
  }

  /** Whether anybody listens. */
  has(name: keyof EngineEvents): boolean {
    return (this.#listeners[name]?.length ?? 0) > 0;
  }

  emit<K extends keyof EngineEvents>(name: K, event: EngineEvents[K]): void {
    for (const listener of this.#listeners[name] ?? []) listener(event);
  }
}
