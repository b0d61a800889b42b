import type { DdlConnection, DdlElement, DdlFeatures } from "athanor";
import { stringDialect } from "athanor/default";
import { sqlite } from "athanor/sqlite";

type Compiles = ReturnType<typeof sqlite>;

/** A connection without a database: it notes what it is asked and told, in order. */
export class RecordingConnection implements DdlConnection {
  readonly log: string[] = [];
  readonly dialect: DdlConnection["dialect"];
  readonly #compiles: Compiles;
  readonly #there: ReadonlySet<string>;
  readonly hasSequence?: (name: string, schema: string | null) => Promise<boolean>;
  readonly hasType?: (name: string, schema: string | null) => Promise<boolean>;

  /** @param there the full names of what is there */
  constructor(compiles: Compiles, there: readonly string[] = [], features: Partial<DdlFeatures> = {}) {
    this.#compiles = compiles;
    this.#there = new Set(there);
    this.dialect = { capabilities: compiles.capabilities, ddl: { ...compiles.ddl, ...features } };
    if (compiles.capabilities.sequences) this.hasSequence = (name, schema) => this.hasTable(name, schema);
    if (compiles.ddl.enumTypes) this.hasType = (name, schema) => this.hasTable(name, schema);
  }

  async executeDdl(element: DdlElement): Promise<void> {
    this.log.push(element.compile({ dialect: this.#compiles }).sql);
  }

  async hasTable(name: string, schema: string | null): Promise<boolean> {
    const fullName = schema === null ? name : `${schema}.${name}`;
    this.log.push(`? ${fullName}`);
    return this.#there.has(fullName);
  }

  /** The statements, each as its first line. */
  get statements(): readonly string[] {
    return this.log.filter((line) => !line.startsWith("? ")).map((sql) => sql.split("\n")[0] ?? "");
  }

  /** The same with all lines in one. */
  get oneLiners(): readonly string[] {
    return this.log.filter((line) => !line.startsWith("? ")).map((sql) => sql.replaceAll(/\s+/g, " "));
  }
}

export const onSqlite = (there: readonly string[] = []): RecordingConnection => new RecordingConnection(sqlite(), there);

/** A database with everything that SQLite lacks. */
export const onStandard = (there: readonly string[] = [], features: Partial<DdlFeatures> = {}): RecordingConnection =>
  new RecordingConnection(stringDialect(), there, { commentStatements: true, ...features });
