import type { Key } from "./walk.js";

/** How often a compiled form was found again. */
export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  readonly size: number;
  readonly capacity: number;
}

/** One kept form, as others see it: who has it need not look for it. */
export interface Kept<V> {
  readonly value: V;
  /** False as soon as others have taken its room. */
  readonly isKept: boolean;
}

/** The same in the list of those of one hash, and between the one used before and the one used after it. */
interface Entry<V> extends Kept<V> {
  readonly hash: number;
  readonly key: Int32Array;
  isKept: boolean;
  /** Another one of the same hash. */
  other: Entry<V> | null;
  older: Entry<V> | null;
  newer: Entry<V> | null;
}

function hashOf({ parts, length }: Key): number {
  let hash = 2166136261;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (parts[at] ?? 0), 16777619);
  return hash;
}

/** A key that stays when others are walked. */
export interface KeptKey {
  readonly hash: number;
  readonly parts: Int32Array;
}

/** The key for keeping: to be taken before anything else is walked. */
export function keptKey(key: Key): KeptKey {
  return { hash: hashOf(key), parts: key.parts.slice(0, key.length) };
}

function equal(kept: Int32Array, { parts, length }: Key): boolean {
  if (kept.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (kept[at] !== parts[at]) return false;
  return true;
}

/** Compiled statements by their keys: bounded, the least recently used goes first. */
export class CompiledCache<V> {
  readonly #byHash = new Map<number, Entry<V>>();
  #oldest: Entry<V> | null = null;
  #newest: Entry<V> | null = null;
  #size = 0;
  #hits = 0;
  #misses = 0;

  constructor(readonly capacity: number) {}

  /** What is kept under the key; null where nothing is. */
  find(key: Key): V | null {
    let entry = this.#byHash.get(hashOf(key)) ?? null;
    while (entry !== null && !equal(entry.key, key)) entry = entry.other;
    if (entry === null) {
      this.#misses += 1;
      return null;
    }
    return this.#used(entry);
  }

  /** The form that was found or kept last. */
  get last(): Kept<V> | null {
    return this.#newest;
  }

  /** The value of what was kept, as if it had been looked for; null where it is kept no more. @param kept what `last` gave */
  again(kept: Kept<V>): V | null {
    // the marked place: what it gives are entries of its own
    return kept.isKept ? this.#used(kept as Entry<V>) : null;
  }

  #used(entry: Entry<V>): V {
    this.#hits += 1;
    if (entry !== this.#newest) this.#use(entry);
    return entry.value;
  }

  /** Keeps what was not found. */
  keep({ hash, parts }: KeptKey, value: V): void {
    const entry: Entry<V> = { hash, key: parts, value, isKept: true, other: this.#byHash.get(hash) ?? null, older: null, newer: null };
    this.#byHash.set(hash, entry);
    this.#append(entry);
    this.#size += 1;
    if (this.#size > this.capacity && this.#oldest) this.#drop(this.#oldest);
  }

  #use(entry: Entry<V>): void {
    this.#unlink(entry);
    this.#append(entry);
  }

  #append(entry: Entry<V>): void {
    entry.older = this.#newest;
    entry.newer = null;
    if (this.#newest) this.#newest.newer = entry;
    else this.#oldest = entry;
    this.#newest = entry;
  }

  #unlink({ older, newer }: Entry<V>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }

  #drop(entry: Entry<V>): void {
    this.#unlink(entry);
    entry.isKept = false;
    this.#size -= 1;
    let at = this.#byHash.get(entry.hash) ?? null;
    if (at === entry) {
      if (entry.other) this.#byHash.set(entry.hash, entry.other);
      else this.#byHash.delete(entry.hash);
      return;
    }
    while (at !== null && at.other !== entry) at = at.other;
    if (at !== null) at.other = entry.other;
  }

  get statistics(): CacheStatistics {
    return { hits: this.#hits, misses: this.#misses, size: this.#size, capacity: this.capacity };
  }
}
