import type { Fields, Node, OwnRole } from "../nodes/node.js";
import type { KeyWalk } from "./walk.js";

/** What a key takes of a node: one method for each role that a field can have, called by the role's name. */
export type RoleWriter = { readonly [R in OwnRole]: (value: never, node: Node, field: string) => void };

/** Writes a node of one kind to a key. */
export type KeyWriter = (node: Node, key: KeyWalk) => void;

/** Field by field: for runtimes that take no code from text. */
export function loopingWriter({ number, all }: Fields): KeyWriter {
  return (node, key) => {
    if (key.isKnown(node.mark)) return;
    node.mark = key.begin(number);
    // the marked place: that a field holds what its role says is only known to the declaration
    for (const { name, role } of all) key[role](Reflect.get(node, name) as never, node, name);
  };
}

let takesText = true;

/**
 * The fields of one kind, written out as code: the engine then knows where each of them is in the nodes of that kind, and
 * reads them many times faster than by a name that it has to look up. Only names and roles of the declaration go into the
 * text. Where the runtime takes no code from text (many at the edge do not), fields are written one by one.
 */
export function keyWriter(fields: Fields): KeyWriter {
  if (!takesText) return loopingWriter(fields);
  const lines = fields.all.map(({ name, role }) => `key.${role}(node.${name}, node, "${name}");`);
  try {
    return new Function(
      "node",
      "key",
      `if (key.isKnown(node.mark)) return; node.mark = key.begin(${fields.number}); ${lines.join(" ")}`,
    ) as KeyWriter; // the marked place: what the text above is
  } catch {
    takesText = false;
    return loopingWriter(fields);
  }
}
