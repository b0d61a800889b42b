import { sql } from "./report.js";

/** Shows every statement that the engine runs in a step, each text once. */
export class StatementLog {
  #shown: Set<string> | null = null;

  /** Goes to the engine as `echo`. */
  readonly note = (entry: string): void => {
    // BEGIN and COMMIT belong to every step; the line in brackets holds the values
    if (/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|\[)/.test(entry) || !this.#shown || this.#shown.has(entry)) return;
    this.#shown.add(entry);
    sql(entry);
  };

  /** A new step: what is run again is shown again. */
  next(): void {
    this.#shown = new Set();
  }
}
