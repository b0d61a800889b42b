import { CompileError } from "../errors/index.js";
import type { RegexpReplace } from "../nodes/regular-expressions.js";
import { ArrayCompiler } from "./arrays.js";
import { insideExpression, type Place } from "./base.js";

/** Writes what regular expressions replace; how they compare stands with the other operators. */
export abstract class RegularExpressionCompiler extends ArrayCompiler {
  visitRegexpReplace(_node: RegexpReplace, _place: Place): string {
    throw new CompileError(`${this.dialect.name} dialect does not support regular expression replacements`);
  }

  /** `REGEXP_REPLACE(subject, pattern, replacement, …)`. */
  protected regexpReplaceCall(node: RegexpReplace, place: Place, more: readonly string[] = []): string {
    const args = [node.subject, node.pattern, node.replacement].map((each) => this.process(each, insideExpression(place)));
    return `REGEXP_REPLACE(${[...args, ...more].join(", ")})`;
  }
}
