import { readdirSync, readFileSync } from "node:fs";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import type { ClauseCall } from "../../src/nodes/clause-call.js";
import { StatementNode } from "../../src/nodes/statement.js";
import type { GoldenCase } from "../golden/golden-case.js";
import { ownStatements } from "./own-statements.js";

/** A statement of the golden files: built anew at each call. */
export interface CorpusStatement {
  readonly name: string;
  readonly options: CompileOptions;
  build(): StatementNode;
  /** The same as the user has it. */
  statement(): Built;
}

/** A statement as the user has it; one that is built of clauses says how. */
export interface Built {
  readonly node: StatementNode;
  readonly built?: StatementNode | ClauseCall;
}

const golden = new URL("../golden/", import.meta.url);

/** The cases of all subjects by id, as the files have them. */
function goldenCases(): ReadonlyMap<string, GoldenCase> {
  const folder = new URL("cases/", golden);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const cases = files.flatMap((name) => {
    const file: { readonly cases?: readonly GoldenCase[] } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    return file.cases ?? [];
  });
  return new Map(cases.map((one) => [one.id, one]));
}

/** The files that hold statements: each is named after a subject. Traces are programs, and what they execute is among the others. */
function statementFiles(): readonly string[] {
  const subjects = readdirSync(new URL("cases/", golden)).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));
  const others = ["schema.ts", "traces-sqlite.ts"];
  return readdirSync(golden).filter(
    (name) =>
      name.endsWith(".ts") && !name.includes(".test.") && !others.includes(name) && subjects.some((subject) => name.startsWith(subject)),
  );
}

function optionsOf({ options, rows }: GoldenCase): CompileOptions {
  if (rows) return { executemany: true, columnKeys: Object.keys(rows[0] ?? {}) };
  const columnKeys = options?.column_keys ?? (options?.params ? Object.keys(options.params) : undefined);
  const map = options?.schema_translate_map;
  return {
    ...(columnKeys && { columnKeys }),
    ...(options?.executemany && { executemany: true }),
    ...(map && { schemaTranslateMap: Object.fromEntries(Object.entries(map).map(([from, to]) => [from === "None" ? "" : from, to])) }),
  };
}

function isStatement(value: unknown): value is Built {
  return typeof value === "object" && value !== null && "node" in value && value.node instanceof StatementNode;
}

/** What `build` gives, if it is a statement. Cases that are about an error, or about an expression, have none. */
function statementOf(build: () => unknown): Built | null {
  try {
    const built = build();
    return isStatement(built) ? built : null;
  } catch {
    return null;
  }
}

/** All statements of the golden subjects that have been written in TypeScript, and those of which SQLAlchemy knows nothing. */
export async function goldenStatements(): Promise<readonly CorpusStatement[]> {
  const cases = goldenCases();
  const found = new Map<string, CorpusStatement>();
  for (const file of statementFiles()) {
    const exported: Record<string, unknown> = await import(new URL(file, golden).href);
    const builds = Object.values(exported).flatMap((value) => (typeof value === "object" && value !== null ? Object.entries(value) : []));
    for (const [id, build] of builds) {
      const one = cases.get(id);
      if (one === undefined || typeof build !== "function" || statementOf(() => build()) === null) continue;
      const name = `${file.slice(0, -3)} ${id}`;
      found.set(
        name,
        corpusStatement(name, optionsOf(one), () => build()),
      );
    }
  }
  for (const [name, build] of Object.entries(ownStatements)) found.set(name, corpusStatement(name, {}, build));
  return [...found.values()];
}

function corpusStatement(name: string, options: CompileOptions, build: () => unknown): CorpusStatement {
  const statement = () => statementOf(build) ?? fail(name);
  return { name, options, statement, build: () => statement().node };
}

function fail(name: string): never {
  throw new Error(`${name} was a statement when it was built first`);
}
