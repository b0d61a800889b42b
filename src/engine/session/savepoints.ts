import { type SavepointWords, standardSavepoints } from "../../dialects/base.js";
import { InvalidRequestError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import type { Session } from "./session.js";

/** The savepoints of a session's transaction. */
export class Savepoints {
  #names: string[] = [];
  #count = 0;

  constructor(private readonly session: Session) {}

  get words(): SavepointWords {
    return this.session.dialect.transactions.savepoints ?? standardSavepoints;
  }

  get isEmpty(): boolean {
    return this.#names.length === 0;
  }

  /** Sets a savepoint, and gives its name. */
  *set(): Work<string> {
    const { events, sender } = this.session;
    this.session.checkUsable();
    this.#count += 1;
    const name = `sa_savepoint_${this.#count}`;
    events.emit("savepoint", { name });
    yield* sender.control(this.words.set(name));
    this.#names.push(name);
    return name;
  }

  /** Whether something can still be done in the savepoint. */
  has(name: string): boolean {
    return this.session.transaction.isActive && this.#names.includes(name);
  }

  /** Ends a savepoint, keeping what was done. @throws InvalidRequestError where it is over, or not the innermost one */
  *release(name: string): Work<void> {
    const { events, sender } = this.session;
    this.session.checkUsable();
    this.#checkInnermost(name);
    events.emit("releaseSavepoint", { name });
    const text = this.words.release?.(name);
    if (text !== undefined) yield* sender.control(text);
    this.#names.pop();
  }

  /**
   * Undoes what was done since. One that is over has nothing left to undo.
   * @param withInner also the savepoints inside of it
   * @throws InvalidRequestError where it is not the innermost one
   */
  *rollBackTo(name: string, withInner: boolean): Work<void> {
    if (!this.has(name)) return;
    if (!withInner) this.#checkInnermost(name);
    const { events, sender, streams } = this.session;
    yield* streams.end();
    events.emit("rollbackToSavepoint", { name });
    yield* sender.control(this.words.rollBackTo(name));
    this.#names.length = this.#names.indexOf(name);
  }

  /** They have ended with their transaction. */
  forget(): void {
    this.#names = [];
  }

  #checkInnermost(name: string): void {
    if (!this.#names.includes(name)) throw new InvalidRequestError(`Savepoint ${name} is inactive: it was ended before.`);
    if (this.#names.at(-1) !== name)
      throw new InvalidRequestError(`Savepoint ${name} is not the innermost one: end the inner transactions first.`);
  }
}
