/** What takes the rows of a COPY. */
export interface RowSink {
  /** Gives false where it has no room for more; it says when it has. */
  write(piece: string): boolean;
  readonly stream: { once(event: "drain", listener: () => void): unknown };
  /** That was all. */
  end(): void;
  /** The rest does not come. */
  fail(reason: Error): void;
}

/** The rows of a COPY on their way to the server, which may refuse them before it has them all. */
export class SentRows {
  readonly #failures: unknown[] = [];
  #isOver = false;
  #end = (): void => {};
  readonly #over = new Promise<void>((resolve) => (this.#end = resolve));

  constructor(private readonly pieces: Iterable<string>) {}

  /** Sends each piece when there is room for it. */
  async sendTo(sink: RowSink): Promise<void> {
    try {
      for (const piece of this.pieces) {
        if (this.#isOver) return;
        if (!sink.write(piece)) await Promise.race([this.#over, new Promise<void>((resolve) => sink.stream.once("drain", resolve))]);
      }
      if (!this.#isOver) sink.end();
    } catch (error) {
      this.#failures.push(error);
      sink.fail(new Error("The rest of the rows could not be made."));
    }
  }

  /** The server has answered, and takes no more. */
  over(): void {
    this.#isOver = true;
    this.#end();
  }

  /** Why it has failed: because of a row that could not be made, or because of what the server says. */
  reasonOf(error: unknown): unknown {
    return this.#failures.length > 0 ? this.#failures[0] : error;
  }
}
