import { emptyDml } from "../nodes/dml.js";
import type { FromNode } from "../nodes/node.js";
import { targetNode } from "./shared.js";

/** What every statement about a table begins with. */
export type BareData = typeof emptyDml & { readonly table: FromNode };

/**
 * What finds the statement about a table that says nothing yet: it is the same for all, so it is made once for each
 * table, and whoever says more copies it.
 */
export function bareStatements<N extends object>(
  make: (data: BareData) => N,
  targetOf: (target: unknown) => FromNode = targetNode,
): (target: unknown) => N {
  const made = new WeakMap<FromNode, N>();
  return (target) => {
    const table = targetOf(target);
    let node = made.get(table);
    if (node === undefined) {
      node = make({ ...emptyDml, table });
      made.set(table, node);
    }
    return node;
  };
}
