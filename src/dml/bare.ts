import { held } from "../expression/coerce.js";
import { ClauseCall } from "../nodes/clause-call.js";
import { emptyDml } from "../nodes/dml.js";
import { FromNode } from "../nodes/node.js";
import type { StatementNode } from "../nodes/statement.js";
import { targetNode } from "./shared.js";

/** What every statement about a table begins with. */
export type BareData = typeof emptyDml & { readonly table: FromNode };

/**
 * What finds the statement about a table that says nothing yet: it is the same for all, so it is made once for each
 * table, and whoever says more goes on from it.
 */
export function bareStatements<N extends StatementNode>(
  make: (data: BareData) => N,
  targetOf: (target: unknown) => FromNode = targetNode,
): (target: unknown) => ClauseCall<N> {
  const made = new WeakMap<FromNode, ClauseCall<N>>();
  return (target) => {
    const given = held(target);
    // what has one was found to be a table when it was made
    const known = given instanceof FromNode ? made.get(given) : undefined;
    if (known !== undefined) return known;
    const table = targetOf(target);
    const node = make({ ...emptyDml, table });
    const bare = ClauseCall.bare(node);
    made.set(table, bare);
    return bare;
  };
}
