import type { DriverConnection } from "../../dialects/driver.js";
import type { AbortSignalLike } from "../limits.js";
import { inTime } from "../time-limit.js";

/** How long a cancelled statement may take to stop, in milliseconds. */
const PATIENCE = 2_000;

/** What a cancellation asks of its session. */
export interface CancellationOwner {
  readonly connection: DriverConnection;
  /** The answer to a BEGIN that was sent ahead of what runs. */
  begun(): Promise<unknown> | null;
  /** Whether what runs is alone on the wire: a cancel would hit nothing else. */
  isAlone(): boolean;
  /** Closes the connection, whatever runs on it. */
  giveUp(): Promise<void>;
}

/** Stops what runs on a connection when a signal is aborted, and sees that nothing else is hit. */
export class Cancellation {
  #cancelling: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly signal: AbortSignalLike,
    private readonly owner: CancellationOwner,
  ) {
    signal.addEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.#cancelling = this.#cancel();
  };

  async #cancel(): Promise<void> {
    const { connection } = this.owner;
    this.#timer = setTimeout(() => this.owner.giveUp(), PATIENCE);
    // what is behind a BEGIN that was hit would run without a transaction
    await this.owner.begun()?.catch(() => {});
    if (!this.owner.isAlone() || !connection.cancel) return this.owner.giveUp();
    try {
      await inTime(connection.cancel(), PATIENCE, { error: () => new Error("The server does not take the cancel.") });
    } catch {
      await this.owner.giveUp();
    }
  }

  /** When the server has been told, if it had to be: before that, what is sent next could be hit instead. */
  get settled(): Promise<void> | null {
    return this.#cancelling;
  }

  /** Nothing runs any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.signal.removeEventListener("abort", this.#onAbort);
  }
}
