import type { ParameterSet } from "../compiler/compiled-statement.js";
import type { MaybePromise } from "../dialects/driver.js";
import { isPromise } from "../util/work.js";
import { type AbortSignalLike, untilAborted } from "./limits.js";
import { checkedSet } from "./parameters.js";

/** What brings parameter sets one by one. */
export type SetSource = Iterable<unknown> | AsyncIterable<unknown>;

/** Text and bytes of one page, in characters and bytes: a page of longer values has fewer sets. */
const LONGEST_PAGE = 8_000_000;
/** How deep a value is looked into for its size. */
const DEEPEST = 8;

/** What brings sets one by one; null for a list of them, and for what is meant as one set: a Map, whose entries are no sets. */
export function setSource(given: unknown): SetSource | null {
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof Map) return null;
  return isAsync(given) || isSync(given) ? given : null;
}

function isAsync(given: object): given is AsyncIterable<unknown> {
  return Symbol.asyncIterator in given;
}

function isSync(given: object): given is Iterable<unknown> {
  return Symbol.iterator in given;
}

/** About how much memory a value takes, in characters and bytes. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return 0;
  if (value instanceof Uint8Array) return value.length;
  let size = 0;
  for (const item of Object.values(value)) size += sizeOf(item, depth + 1);
  return size;
}

/** One page, which is full after so many sets or so much text. */
class Page {
  readonly sets: ParameterSet[] = [];
  #size = 0;

  constructor(
    private readonly most: number,
    private readonly first: number,
  ) {}

  /** @throws ArgumentError for what is no set */
  add(given: unknown): void {
    const set = checkedSet(given, this.first + this.sets.length);
    this.sets.push(set);
    this.#size += sizeOf(set);
  }

  get isFull(): boolean {
    return this.sets.length >= this.most || this.#size >= LONGEST_PAGE;
  }
}

/** Parameter sets that come one by one, taken page by page: no more of them are asked for than the next page takes. */
export class SetPages {
  readonly #sync: Iterator<unknown> | null;
  readonly #async: AsyncIterator<unknown> | null;
  #first = 0;
  #state: "open" | "asked" | "ended" = "open";

  /** @param size the most sets of one page @param signal ends the waiting for a set when it is aborted */
  constructor(
    source: SetSource,
    private readonly size: number,
    private readonly signal: AbortSignalLike | undefined,
  ) {
    this.#async = isAsync(source) ? source[Symbol.asyncIterator]() : null;
    this.#sync = isAsync(source) ? null : source[Symbol.iterator]();
  }

  /** The next page; an empty one at the end. @throws what the source throws; ArgumentError for what is no set */
  next(): MaybePromise<readonly ParameterSet[]> {
    if (this.#state === "ended") return [];
    const page = new Page(this.size, this.#first);
    if (this.#sync) return this.#filled(this.#sync, page);
    if (this.#async) return untilAborted(this.#awaited(this.#async, page), this.signal);
    return [];
  }

  #filled(source: Iterator<unknown>, page: Page): readonly ParameterSet[] {
    while (!page.isFull) {
      this.#state = "asked";
      if (!this.#takes(source.next(), page)) break;
    }
    return this.#done(page);
  }

  async #awaited(source: AsyncIterator<unknown>, page: Page): Promise<readonly ParameterSet[]> {
    while (!page.isFull && !this.signal?.aborted) {
      this.#state = "asked";
      if (!this.#takes(await source.next(), page)) break;
    }
    return this.#done(page);
  }

  /** @returns whether there was one more */
  #takes(step: IteratorResult<unknown>, page: Page): boolean {
    this.#state = step.done ? "ended" : "open";
    if (!step.done) page.add(step.value);
    return !step.done;
  }

  #done(page: Page): readonly ParameterSet[] {
    this.#first += page.sets.length;
    return page.sets;
  }

  /** Tells the source that no more is wanted. One that has yet to answer, or has failed, is not waited for. */
  close(): MaybePromise<unknown> {
    const state = this.#state;
    this.#state = "ended";
    if (state === "ended") return undefined;
    const closing = this.#sync ? this.#sync.return?.() : this.#async?.return?.();
    if (state === "open" || !isPromise(closing)) return closing;
    closing.catch(() => {
      // the error that was first is on its way
    });
    return undefined;
  }
}
