import { CompileError } from "../errors/index.js";
import type { DdlNode } from "../nodes/ddl.js";
import type { CompiledData } from "./compiled.js";
import type { DdlCompiler } from "./ddl.js";
import type { ExpressionText } from "./ddl-base.js";
import type { SqlCompiler } from "./statements.js";

/** Expressions by the dialect's SQL compiler, a new one for each: numbered names begin anew. */
function expressionText(makeSql: () => SqlCompiler): ExpressionText {
  return (node) => {
    const compiler = makeSql();
    const text = compiler.process(node, { literal: true, bareColumns: true });
    const [slot] = compiler.slots;
    if (slot) throw new CompileError(`DDL can't have parameters, and the value of '${slot.key}' can't be written as text.`);
    return text;
  };
}

/**
 * What compiling a DDL statement hands over: text without slots.
 * @param makeDdl makes the dialect's DDL compiler
 * @param makeSql makes the dialect's SQL compiler
 */
export function ddlData(node: DdlNode, makeDdl: (expression: ExpressionText) => DdlCompiler, makeSql: () => SqlCompiler): CompiledData {
  const sql = makeDdl(expressionText(makeSql)).process(node);
  return { text: { parts: [sql], slots: [] }, slots: [], resultColumns: null, shape: null, dml: null, warnings: [] };
}
