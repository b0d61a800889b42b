import type { Filtered, Over } from "../nodes/expressions.js";
import type { FrameNode, WithinGroup } from "../nodes/windows.js";
import { insideExpression, type Place } from "./base.js";
import { RegularExpressionCompiler } from "./regular-expressions.js";

/** Writes what stands after a function's call: FILTER, OVER, WITHIN GROUP. */
export abstract class WindowCompiler extends RegularExpressionCompiler {
  visitFiltered(node: Filtered, place: Place): string {
    const inner = insideExpression(place);
    return `${this.process(node.call, inner)} FILTER (WHERE ${this.process(node.criterion, inner)})`;
  }

  visitWithinGroup(node: WithinGroup, place: Place): string {
    const inner = insideExpression(place);
    return `${this.process(node.call, inner)} WITHIN GROUP (ORDER BY ${this.list(node.orderBy, ", ", inner)})`;
  }

  visitOver(node: Over, place: Place): string {
    const inner = insideExpression(place);
    const call = this.process(node.call, inner);
    const clauses = [
      node.partitionBy.length > 0 ? `PARTITION BY ${this.list(node.partitionBy, ", ", inner)}` : "",
      node.orderBy.length > 0 ? `ORDER BY ${this.list(node.orderBy, ", ", inner)}` : "",
      node.frame ? this.process(node.frame, inner) : "",
    ];
    return `${call} OVER (${clauses.filter((clause) => clause !== "").join(" ")})`;
  }

  visitFrame(frame: FrameNode, place: Place): string {
    const lower = frame.lower ? `${this.process(frame.lower, place)} ` : "";
    const upper = frame.upper ? `${this.process(frame.upper, place)} ` : "";
    const exclusion = frame.exclusion === null ? "" : ` EXCLUDE ${frame.exclusion}`;
    return `${frame.unit} BETWEEN ${lower}${frame.lowerWords} AND ${upper}${frame.upperWords}${exclusion}`;
  }
}
