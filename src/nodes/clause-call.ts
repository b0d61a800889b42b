import { type ClauseRank, Path } from "./path.js";
import type { StatementNode } from "./statement.js";

const none: readonly unknown[] = [];

/** A clause that statements are given by a call: N the statement's tree, G what the clause is given. */
export interface Clause<N extends StatementNode, G> extends ClauseRank {
  /** The tree with the clause. @throws ArgumentError and others for what the clause refuses */
  applied(node: N, given: G): N;
  /** Its bound values. */
  valuesOf(given: G): readonly unknown[];
}

/** The same of clauses without values. */
export function withoutValues<N extends StatementNode, G>(applied: (node: N, given: G) => N): Clause<N, G> {
  return { rank: 0, repeats: true, applied, valuesOf: () => none };
}

/**
 * A statement as it was built: another one, and the clause that was added to it. Its tree is made when somebody asks for it. Along a
 * path that was walked before nobody does: the compiled form is found by the path, and the values are with the calls. It is one class
 * for all clauses, of which the engine knows the layout: a class for each made building a statement take twice as long.
 */
export class ClauseCall<N extends StatementNode = StatementNode> {
  #node: N | null = null;
  /** What was compiled for it last. */
  memo: unknown = undefined;

  private constructor(
    readonly before: N | ClauseCall<N>,
    /** Where the clause leads. */
    readonly path: Path,
    private readonly clause: Clause<N, unknown> | null,
    private readonly given: unknown,
  ) {}

  /** The statement from which paths begin: it says nothing yet. */
  static bare<N extends StatementNode>(node: N): ClauseCall<N> {
    return new ClauseCall(node, new Path(node), null, null);
  }

  /**
   * A statement with a clause: the call where its path is known, else the tree.
   * @param path where the clause leads with what it was given; null for what no path has
   * @throws ArgumentError and others for what the clause refuses: where nobody went before, the tree is made at once
   */
  static with<N extends StatementNode, G>(before: N | ClauseCall<N>, clause: Clause<N, G>, given: G, path: Path | null): N | ClauseCall<N> {
    if (path === null) return clause.applied(treeOf(before), given);
    // the marked place: a clause is asked about nothing but what it was given
    const call = new ClauseCall(before, path, clause as Clause<N, unknown>, given);
    if (!path.isWalked) {
      call.#node = call.#made();
      path.isWalked = true;
    }
    return call;
  }

  /** The tree. */
  get node(): N {
    return (this.#node ??= this.#made());
  }

  #made(): N {
    const node = treeOf(this.before);
    return this.clause === null ? node : this.clause.applied(node, this.given);
  }

  /** What the clause was given, if it is this one. */
  givenTo<G>(clause: Clause<N, G>): G | undefined {
    // the marked place: what the clause was given is what it takes
    return this.clause === clause ? (this.given as G) : undefined;
  }

  /** The bound values, in the order in which a walk through the tree finds them. */
  values(): readonly unknown[] {
    let values = none;
    for (let call: N | ClauseCall<N> = this; call instanceof ClauseCall; call = call.before) {
      const { clause } = call;
      if (clause !== null && clause.rank !== 0) values = joined(clause.valuesOf(call.given), values);
    }
    return values;
  }
}

/** Two lists as one: mostly one of them is empty. */
function joined(before: readonly unknown[], behind: readonly unknown[]): readonly unknown[] {
  if (behind.length === 0) return before;
  const all: unknown[] = new Array(before.length + behind.length);
  for (let at = 0; at < before.length; at += 1) all[at] = before[at];
  for (let at = 0; at < behind.length; at += 1) all[before.length + at] = behind[at];
  return all;
}

/** The tree of what a statement is made of. */
export function treeOf<N extends StatementNode>(built: N | ClauseCall<N>): N {
  return built instanceof ClauseCall ? built.node : built;
}

/** A tree of the statement's kind that says what every clause leaves as it is: the statement's own, or the one from which its path begins. */
export function bareOf(built: StatementNode | ClauseCall): StatementNode {
  return built instanceof ClauseCall ? built.path.bare : built;
}

/** The way on with a clause; null where there is none. */
export function pathWith(built: StatementNode | ClauseCall, clause: ClauseRank): Path | null {
  return built instanceof ClauseCall ? built.path.clause(clause) : null;
}
