import type { Node } from "../nodes/node.js";
import type { BindSlot } from "./compiled.js";

/** Up to so many slots are looked through one by one: most statements have no more, and a map for them costs more than all look-ups. */
const FEW = 8;

/** What a slot was made for, as long as the text is written. */
export interface SlotOrigin {
  readonly unique?: boolean;
  /** Made for a column of an INSERT or UPDATE, not by the user. */
  readonly crud?: boolean;
  readonly node?: Node | null;
}

/** A slot as it was written. */
export interface WrittenSlot {
  readonly origin: SlotOrigin;
  /** What stands for it in the text; null for those of plain rows, which are written together. */
  readonly text: string | null;
}

/** Finds the slots of a statement by their names, and by the nodes for which they were made. */
export class SlotIndex {
  #byName: Map<string, number> | undefined;
  #byNode: Map<Node, number> | undefined;
  /** How many of the slots stand in the maps: a slot is noted when another one is asked for. */
  #namesNoted = 0;
  #nodesNoted = 0;
  /** Nodes that share the slot of another one. */
  #sharing: Map<Node, number> | undefined;

  constructor(
    private readonly slots: readonly BindSlot[],
    private readonly written: readonly WrittenSlot[],
  ) {}

  named(key: string): number | undefined {
    const { slots } = this;
    if (slots.length > FEW) return this.#noted().get(key);
    for (let at = 0; at < slots.length; at += 1) if (slots[at]?.key === key) return at;
    return undefined;
  }

  of(node: Node): number | undefined {
    const { written } = this;
    if (written.length > FEW) return this.#nodes().get(node) ?? this.#sharing?.get(node);
    for (let at = 0; at < written.length; at += 1) if (written[at]?.origin.node === node) return at;
    return this.#sharing?.get(node);
  }

  /** Notes that another node has that slot too. */
  share(node: Node, slot: number): void {
    this.#sharing ??= new Map();
    this.#sharing.set(node, slot);
  }

  #noted(): ReadonlyMap<string, number> {
    this.#byName ??= new Map();
    for (; this.#namesNoted < this.slots.length; this.#namesNoted += 1)
      this.#byName.set(this.slots[this.#namesNoted]?.key ?? "", this.#namesNoted);
    return this.#byName;
  }

  #nodes(): ReadonlyMap<Node, number> {
    this.#byNode ??= new Map();
    for (; this.#nodesNoted < this.written.length; this.#nodesNoted += 1) {
      const node = this.written[this.#nodesNoted]?.origin.node;
      if (node) this.#byNode.set(node, this.#nodesNoted);
    }
    return this.#byNode;
  }
}
