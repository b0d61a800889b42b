/** How often a compiled form was found again. */
export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  readonly size: number;
  readonly capacity: number;
}

interface Entry<V> {
  readonly hash: number;
  readonly key: Int32Array;
  readonly value: V;
}

function hashOf(key: Int32Array): number {
  let hash = 2166136261;
  for (const part of key) hash = Math.imul(hash ^ part, 16777619);
  return hash | 0;
}

function equal(left: Int32Array, right: Int32Array): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

/** Compiled statements by their keys: bounded, the least recently used goes first. */
export class CompiledCache<V> {
  readonly #byHash = new Map<number, Entry<V>[]>();
  readonly #recent = new Set<Entry<V>>();
  #hits = 0;
  #misses = 0;

  constructor(readonly capacity: number) {}

  /** What is kept under the key; else what `make` gives, which is kept. */
  get(key: Int32Array, make: () => V): V {
    const hash = hashOf(key);
    const found = this.#byHash.get(hash)?.find((entry) => equal(entry.key, key));
    if (found) {
      this.#hits += 1;
      this.#recent.delete(found);
      this.#recent.add(found);
      return found.value;
    }
    this.#misses += 1;
    const entry = { hash, key, value: make() };
    this.#keep(entry);
    return entry.value;
  }

  #keep(entry: Entry<V>): void {
    this.#byHash.set(entry.hash, [...(this.#byHash.get(entry.hash) ?? []), entry]);
    this.#recent.add(entry);
    if (this.#recent.size <= this.capacity) return;
    const [oldest] = this.#recent;
    if (oldest) this.#drop(oldest);
  }

  #drop(entry: Entry<V>): void {
    this.#recent.delete(entry);
    const left = (this.#byHash.get(entry.hash) ?? []).filter((each) => each !== entry);
    if (left.length > 0) this.#byHash.set(entry.hash, left);
    else this.#byHash.delete(entry.hash);
  }

  clear(): void {
    this.#byHash.clear();
    this.#recent.clear();
  }

  get statistics(): CacheStatistics {
    return { hits: this.#hits, misses: this.#misses, size: this.#recent.size, capacity: this.capacity };
  }
}
