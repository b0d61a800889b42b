import type { Fields, Node, OwnRole } from "../nodes/node.js";
import { functionOfText } from "../util/code-text.js";
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

/** What most fields of a node hold is said in two bits, or in one: that there is nothing, false, true. Only what else there is is written. */
interface Summary {
  readonly width: 0 | 1 | 2;
  /** The bits of the value `v`, as code. */
  readonly bits: (v: string) => string;
  /** Whether the value is written besides. */
  readonly written: (v: string) => string;
}
const always: Summary = { width: 0, bits: () => "0", written: () => "true" };
const oneNode: Summary = { width: 1, bits: (v) => `(${v} ? 1 : 0)`, written: (v) => v };
const list: Summary = {
  width: 2,
  bits: (v) => `(${v} ? (${v}.length === 0 ? 0 : 1) : 2)`,
  written: (v) => `${v} && ${v}.length !== 0`,
};
const fact: Summary = {
  width: 2,
  bits: (v) => `(${v} === false ? 0 : ${v} === true ? 1 : ${v} == null ? 2 : 3)`,
  written: (v) => `${v} != null && ${v} !== true && ${v} !== false`,
};
const summaries: Readonly<Record<OwnRole, Summary>> = {
  node: oneNode,
  owner: oneNode,
  nodes: list,
  pairs: list,
  facts: list,
  mixed: list,
  cells: list,
  rows: list,
  types: list,
  fact,
  form: always,
  value: always,
  type: always,
  operator: always,
  literals: always,
};

/** The bits of one integer of a key that are surely its own. */
const MASK_WIDTH = 30;
/** Those of them that a kind takes: there are far fewer kinds than it could tell apart. */
const KIND_WIDTH = 10;

/** The kind with the fields' bits above it, and further bits where it has no room for more. */
function heads({ number, all }: Fields): readonly (readonly string[])[] {
  const found: string[][] = [[`${number}`]];
  let used = KIND_WIDTH;
  all.forEach(({ role }, index) => {
    const { width, bits } = summaries[role];
    if (width === 0) return;
    if (used + width > MASK_WIDTH) {
      found.push([]);
      used = 0;
    }
    found.at(-1)?.push(`${bits(`v${index}`)} << ${used}`);
    used += width;
  });
  return found;
}

/**
 * The fields of one kind, written out as code: the engine then knows where each of them is in the nodes of that kind, and
 * reads them many times faster than by a name that it has to look up. Only names and roles of the declaration go into the
 * text. Where the runtime takes no code from text (many at the edge do not), fields are written one by one.
 */
export function keyWriter(fields: Fields): KeyWriter {
  const { all } = fields;
  const [head = [], ...more] = heads(fields).map((bits) => bits.join(" | "));
  const lines = [
    "if (key.isKnown(node.mark)) return;",
    ...all.map(({ name }, index) => `const v${index} = node.${name};`),
    `node.mark = key.begin(${head});`,
    ...more.map((bits) => `key.mask(${bits});`),
    ...all.map(({ name, role }, index) => `if (${summaries[role].written(`v${index}`)}) key.${role}(v${index}, node, "${name}");`),
  ];
  return functionOfText<KeyWriter>(["node", "key"], lines.join("\n")) ?? loopingWriter(fields);
}
