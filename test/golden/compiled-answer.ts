import type { CompiledStatement as Compiled } from "../../src/compiler/compiled-with-values.js";
import { makeDialect } from "./dialects.js";
import { resetCounters } from "./schema.js";

/** How a case is compiled. */
export interface CompileSettings {
  readonly columnKeys: readonly string[] | undefined;
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly executemany: boolean;
  readonly literalBinds: boolean;
  /** What the dialect would have learned on connecting. */
  readonly defaultSchema: string | undefined;
  readonly schemaTranslateMap: Readonly<Record<string, string | null>> | undefined;
}

/** What a statement compiles to; or what was raised, and when. */
export type Answer =
  | { readonly compiled: Compiled; readonly settings: CompileSettings }
  | { readonly raised: unknown; readonly when: "building" | "compiling" };

interface Compilable {
  compile(options: object): Compiled;
}

function isCompilable(value: unknown): value is Compilable {
  return typeof value === "object" && value !== null && "compile" in value;
}

/** Builds the statement and compiles it for a golden dialect. */
export function compiledAnswer(build: () => unknown, dialect: string, settings: CompileSettings): Answer {
  resetCounters();
  let when: "building" | "compiling" = "building";
  try {
    const statement = build();
    when = "compiling";
    if (!isCompilable(statement)) throw new Error("the case builds nothing that can be compiled");
    const { columnKeys, executemany, literalBinds, defaultSchema, schemaTranslateMap } = settings;
    const compiled = statement.compile({
      dialect: makeDialect(dialect, defaultSchema === undefined ? {} : { defaultSchema }),
      executemany,
      literalBinds,
      ...(columnKeys && { columnKeys }),
      ...(schemaTranslateMap && { schemaTranslateMap }),
    });
    return { compiled, settings };
  } catch (error) {
    return { raised: error, when };
  }
}

/** What the call raises; undefined if nothing. */
export function raisedBy(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}
