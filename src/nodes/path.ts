import type { StatementNode } from "./statement.js";
import { Ways } from "./ways.js";

/** Along a path, bound values must come in the order in which the key's walk finds them in the tree. */
export interface ClauseRank {
  /** The clause's place in that order; 0 where it has no values. */
  readonly rank: number;
  /** Whether it may be given again: its values are then behind those before. */
  readonly repeats: boolean;
}

/** What shapes the text of a clause, in a row: clauses, tables and columns that stand for themselves, operators, lists of keys, numbers of rows. */
export type Step = object | number;

/** So many paths are kept. Then all of them are forgotten: programs that build other statements all the time would fill the memory with them. */
const MOST_KEPT = 20_000;
let kept = 0;
let age = 0;

/**
 * How statements are built: all that was said of their form, call by call, and nothing of the values. Statements that were built along
 * one path have equal trees but for the values, so that what was compiled for one is found for the next without a walk through its
 * tree, which need not even be made.
 */
export class Path {
  readonly #ways = new Ways<Step, Path>();
  /** Whether a statement was built along it to here: then no clause refuses what it was given. */
  isWalked = false;
  /** What dialects have compiled for it. */
  compiled: unknown = null;
  #age = age;

  constructor(
    /** The statement from which it begins. */
    readonly bare: StatementNode,
    /** The rank of the last clause that has values. */
    private readonly rank = 0,
  ) {}

  /** Whether no clause has values that stands where this one does, or behind it. */
  isBefore(clause: ClauseRank): boolean {
    return this.rank < clause.rank;
  }

  /** The way on. */
  after(step: Step): Path {
    return this.#known(step) ?? this.#new(step, this.rank);
  }

  /** The way on with a clause; null where the clause's values would not stand behind those before. */
  clause(clause: ClauseRank): Path | null {
    const next = this.#known(clause);
    if (next !== undefined) return next;
    const { rank, repeats } = clause;
    if (rank !== 0 && !this.isBefore(clause) && !(repeats && rank === this.rank)) return null;
    return this.#new(clause, Math.max(rank, this.rank));
  }

  #known(step: Step): Path | undefined {
    if (this.#age === age) return this.#ways.to(step);
    this.#age = age;
    this.#ways.clear();
    return undefined;
  }

  #new(step: Step, rank: number): Path {
    if (kept >= MOST_KEPT) {
      kept = 0;
      age += 1;
    }
    kept += 1;
    return this.#ways.add(step, new Path(this.bare, rank));
  }
}
