import type { CompileOptions } from "../expression/compile-hook.js";
import type { StatementNode } from "../nodes/statement.js";

const noOptions: CompileOptions = Object.freeze({});
const noKeys: CompileOptions = Object.freeze({ columnKeys: Object.freeze([]) });

/**
 * The options of an execution that brings these names and nothing else: one object each where there are none, as mostly, so that a
 * statement knows its compiled form again at once. An INSERT or UPDATE takes its columns from the names, be there none.
 */
export function optionsFor(keys: readonly string[], { kind }: StatementNode): CompileOptions {
  if (keys.length > 0) return { columnKeys: keys };
  return kind === "insert" || kind === "update" ? noKeys : noOptions;
}
