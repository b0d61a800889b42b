const DEFAULT_SIZE = 256;
const DEFAULT_USE = 2;
/** How many texts are remembered as seen, for each that may be prepared. */
const SEEN_FACTOR = 4;

/** How many prepared statements a connection keeps; 0 for none. @param option the number, or whether there are any */
export function keptStatements(option: number | boolean = DEFAULT_SIZE): number {
  if (typeof option === "number") return option;
  return option ? DEFAULT_SIZE : 0;
}

/** How often the texts that have no prepared statement were used on one connection: it is only worth its while for one that comes again. */
export class TextUses {
  readonly #uses = new Map<string, number>();
  readonly #size: number;

  /** @param kept how many prepared statements there may be */
  constructor(kept: number) {
    this.#size = kept * SEEN_FACTOR;
  }

  /** Counts a use. @param prepareAt at which use of the text it is to be prepared @returns whether this is the one */
  isDue(sql: string, prepareAt = DEFAULT_USE): boolean {
    const uses = (this.#uses.get(sql) ?? 0) + 1;
    this.#uses.delete(sql);
    if (uses >= prepareAt) return true;
    this.#uses.set(sql, uses);
    if (this.#uses.size > this.#size) this.#forgetOldest();
    return false;
  }

  #forgetOldest(): void {
    for (const oldest of this.#uses.keys()) {
      this.#uses.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#uses.clear();
  }
}
