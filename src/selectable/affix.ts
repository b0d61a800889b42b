import { ArgumentError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import { nullType } from "../expression/common-types.js";
import type { Expr } from "../expression/index.js";
import { PrefixNode } from "../nodes/clauses.js";
import { LiteralColumn } from "../nodes/expressions.js";
import { ExpressionNode } from "../nodes/node.js";

/** What `prefixWith()` and `suffixWith()` take besides the text. */
export interface AffixOptions {
  /** The only dialect that writes it; left out, all do. */
  readonly dialect?: string;
}

/** Text of a prefix or suffix, or an expression, whose parameters must have their values: nothing asks for them at execution. */
export type AffixText = string | Expr<unknown, never, unknown>;

/** A prefix or a suffix. @throws ArgumentError for an unknown option, and for what is no text */
export function affixNode(text: unknown, options: AffixOptions | undefined): PrefixNode {
  return new PrefixNode(textNode(text), dialectOption(options, ["dialect"]));
}

function textNode(text: unknown): ExpressionNode {
  if (typeof text === "string") return new LiteralColumn(text, nullType);
  const node = nodeOf(text);
  if (node instanceof ExpressionNode) return node;
  throw new ArgumentError(`Text or a text construct expected, got ${described(text)}.`);
}

/** The dialect of a prefix, a suffix or a hint; null for all. @throws ArgumentError for other names in the options, which are mistakes */
export function dialectOption(options: { readonly dialect?: string } | undefined, allowed: readonly string[]): string | null {
  for (const name of Object.keys(options ?? {})) {
    if (!allowed.includes(name)) throw new ArgumentError(`Unknown option '${name}'; known: ${allowed.join(", ")}.`);
  }
  const dialect = options?.dialect ?? null;
  return dialect === "*" ? null : dialect;
}
