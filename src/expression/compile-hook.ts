import type { ClauseCall } from "../nodes/clause-call.js";
import type { Node } from "../nodes/node.js";

/** How a statement is compiled. */
export interface CompileOptions {
  /** Write bound values into the text. For reading, not for executing. */
  readonly literalBinds?: boolean;
  /** The parameter names that an execution would bring; they decide which columns an INSERT or UPDATE writes. */
  readonly columnKeys?: readonly string[];
  /** Compile for several parameter sets. */
  readonly executemany?: boolean;
  /** Other schemas at run time: from a schema's name (or `null` for none, given as an empty string) to the one to write. */
  readonly schemaTranslateMap?: Readonly<Record<string, string | null>>;
}

/** A statement as text, with its parameters. */
export interface CompiledText {
  readonly sql: string;
  /** The values by bind name, before type conversion. @throws InvalidRequestError when a required one is missing */
  readonly params: Readonly<Record<string, unknown>>;
  /** The bind names in the order of their placeholders; null for a named style. */
  readonly positional: readonly string[] | null;
  toString(): string;
}

/** What turns statements into text: a dialect. */
export interface StatementCompiler<out C extends CompiledText = CompiledText> {
  compile(built: Node | ClauseCall, options: CompileOptions): C;
}

let registered: StatementCompiler | null = null;

/** Hands in the compiler for `String(stmt)`: it is floors up, and must not be imported from here. */
export function registerDefaultCompiler(compiler: StatementCompiler): void {
  registered = compiler;
}

/** Compiles in the dialect that the options name, or for reading, in the default one. */
export function compileNode(
  built: Node | ClauseCall,
  options: CompileOptions & { readonly dialect?: StatementCompiler } = {},
): CompiledText {
  const compiler = options.dialect ?? registered;
  if (compiler === null) throw new Error("athanor: no default compiler is registered; import from 'athanor', not from a file inside it.");
  return compiler.compile(built, options);
}
