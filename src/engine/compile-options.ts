import type { CompileOptions } from "../expression/compile-hook.js";

const noOptions: CompileOptions = Object.freeze({});
const noKeys: CompileOptions = Object.freeze({ columnKeys: Object.freeze([]) });

/**
 * The options of an execution that brings these names and nothing else: one object each where there are none, as mostly, so that a
 * statement knows its compiled form again at once.
 * @param takesColumns whether the names decide which columns the statement writes
 */
export function optionsFor(keys: readonly string[], takesColumns: boolean): CompileOptions {
  if (keys.length > 0) return { columnKeys: keys };
  return takesColumns ? noKeys : noOptions;
}
