/** Where each step leads. The one that was taken last is found at once, as mostly it is taken again. */
export class Ways<S, T> {
  #last: S | undefined;
  #lastNext: T | undefined;
  #all: Map<S, T> | null = null;

  /** Where the step leads; undefined where nobody went there yet. */
  to(step: S): T | undefined {
    return step === this.#last ? this.#lastNext : this.#found(step);
  }

  #found(step: S): T | undefined {
    const next = this.#all?.get(step);
    if (next !== undefined) {
      this.#last = step;
      this.#lastNext = next;
    }
    return next;
  }

  /** Keeps where a step leads. */
  add(step: S, next: T): T {
    this.#all ??= new Map();
    this.#all.set(step, next);
    this.#last = step;
    this.#lastNext = next;
    return next;
  }

  /** Forgets all of them. */
  clear(): void {
    this.#last = undefined;
    this.#lastNext = undefined;
    this.#all = null;
  }
}
