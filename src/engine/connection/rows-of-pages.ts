/**
 * The rows of pages, one by one. An async generator that gives rows makes several promises for each of them, which is more to
 * collect than the row itself; here a generator gives the pages, and a row of a page that is there takes one promise.
 */
export class RowsOfPages<R> implements AsyncIterableIterator<R> {
  #page: Iterator<R> | null = null;
  /** The call that is under way last: those that come meanwhile wait for it. */
  #last: Promise<unknown> | null = null;

  /** @param pages ends what is open when it is left, and is told of rows that can't be made */
  constructor(private readonly pages: AsyncGenerator<Iterable<R>, void>) {}

  next(): Promise<IteratorResult<R>> {
    if (this.#last !== null) return this.#inTurn(() => this.#row());
    try {
      const step = this.#page?.next();
      if (step && !step.done) return Promise.resolve(step);
    } catch (error) {
      return this.#inTurn(() => this.#failed(error));
    }
    return this.#inTurn(() => this.#nextPage());
  }

  return(): Promise<IteratorResult<R>> {
    return this.#inTurn(() => this.#ended());
  }

  async #nextPage(): Promise<IteratorResult<R>> {
    const { value, done } = await this.pages.next();
    if (done) return { value: undefined, done };
    this.#page = value[Symbol.iterator]();
    return await this.#row();
  }

  /** The next row, of this page or of the next one that has any. */
  async #row(): Promise<IteratorResult<R>> {
    try {
      const step = this.#page?.next();
      if (step && !step.done) return step;
    } catch (error) {
      return await this.#failed(error);
    }
    return await this.#nextPage();
  }

  /** A row can't be made: the pages hear of it, and throw it. */
  async #failed(error: unknown): Promise<IteratorResult<R>> {
    this.#page = null;
    await this.pages.throw(error);
    return { value: undefined, done: true };
  }

  async #ended(): Promise<IteratorResult<R>> {
    this.#page = null;
    await this.pages.return();
    return { value: undefined, done: true };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last === null ? work() : this.#last.then(work, work);
    const over = (): void => {
      if (this.#last === turn) this.#last = null;
    };
    this.#last = turn;
    turn.then(over, over);
    return turn;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
