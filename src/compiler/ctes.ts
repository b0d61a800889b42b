import { CompileError } from "../errors/index.js";
import type { CteNode } from "../nodes/froms.js";

/** Where a CTE is written: in the WITH of the statement that is so deep inside of others; 1 is the outermost. */
interface Place {
  readonly level: number;
  readonly name: string;
  /** It was asked for here, by `addCte(cte, { nestHere: true })`. */
  readonly nestHere: boolean;
}

interface Written {
  readonly cte: CteNode;
  readonly text: string;
}

/** A recursive CTE is two nodes: it and what it was before its recursive half was added. They are one CTE. */
export function firstForm(cte: CteNode): CteNode {
  return cte.restates === null ? cte : firstForm(cte.restates);
}

function isEarlierForm(cte: CteNode, of: CteNode): boolean {
  for (let at = of.restates; at !== null; at = at.restates) if (at === cte) return true;
  return false;
}

/** The CTEs met while a statement is written: which of them need their text, and in which WITH it stands. */
export class Ctes {
  /** In the order in which they must be written. */
  readonly #written = new Map<CteNode, Written>();
  /** By level and name: the form of the CTE that stands there. */
  readonly #byPlace = new Map<string, CteNode>();
  /** By first form. */
  readonly #places = new Map<CteNode, Place>();

  /**
   * Notes a CTE that is named at this depth of statements within statements.
   * @returns whether its text is still to be written
   * @throws CompileError where another CTE has its name, or where it shall be nested in two places
   */
  meet(cte: CteNode, name: string, depth: number, nestHere: boolean): boolean {
    const first = firstForm(cte);
    const level = cte.nesting || nestHere ? depth : 1;
    const known = this.#places.get(first);
    const place = known === undefined || nestHere ? { level, name, nestHere } : known;
    const existing = this.#byPlace.get(keyOf(known ?? place));
    if (known !== undefined && existing !== undefined && nestHere) {
      if (known.nestHere) throw new CompileError("CTE is stated as 'nestHere' in more than one location");
      this.#byPlace.delete(keyOf(known));
      this.#put(existing, place);
    }
    if (existing === cte || (existing !== undefined && isEarlierForm(cte, existing))) return false;
    if (existing !== undefined) {
      if (!isEarlierForm(existing, cte)) throw new CompileError(`Multiple, unrelated CTEs found with the same name: '${name}'`);
      // the form with the recursive half stands for both
      this.#written.delete(existing);
    }
    this.#put(cte, place);
    return true;
  }

  #put(cte: CteNode, place: Place): void {
    this.#byPlace.set(keyOf(place), cte);
    this.#places.set(firstForm(cte), place);
  }

  /** Keeps the text of a CTE: behind those that its text has named. */
  write(cte: CteNode, text: string): void {
    this.#written.set(cte, { cte, text });
  }

  /** What the outermost WITH holds. */
  all(): readonly Written[] {
    return [...this.#written.values()];
  }

  /** Takes out what the WITH of an inner statement holds; with `following`, also what belongs to the SELECT inside of it. */
  take(depth: number, following: boolean): readonly Written[] {
    const taken = this.all().filter(({ cte }) => {
      const place = this.#places.get(firstForm(cte));
      if (place === undefined || !(cte.nesting || place.nestHere)) return false;
      return place.level === depth || (following && place.level === depth + 1);
    });
    for (const { cte } of taken) this.#forget(cte);
    return taken;
  }

  #forget(cte: CteNode): void {
    const first = firstForm(cte);
    const place = this.#places.get(first);
    this.#written.delete(cte);
    this.#places.delete(first);
    if (place) this.#byPlace.delete(keyOf(place));
  }
}

function keyOf({ level, name }: Place): string {
  return `${level} ${name}`;
}
