import { ArgumentError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import { type CompiledText, type CompileOptions, compileNode, type StatementCompiler } from "../expression/compile-hook.js";
import {
  type ConstraintFacts,
  CreateIndexNode,
  CreateSchemaNode,
  CreateSequenceNode,
  CreateTableNode,
  type DdlNode,
  DropIndexNode,
  DropSchemaNode,
  DropSequenceNode,
  DropTableNode,
  type IndexFacts,
} from "../nodes/ddl.js";
import type { Done, Statement } from "../selectable/index.js";
import type { AnyTable } from "./metadata.js";
import type { Sequence } from "./sequence.js";

/** What every CREATE takes. */
export interface CreateOptions {
  /** `IF NOT EXISTS`. */
  readonly ifNotExists?: boolean;
}

/** What every DROP takes. */
export interface DropOptions {
  /** `IF EXISTS`. */
  readonly ifExists?: boolean;
}

/** A statement that changes the schema. It can be read, compiled and executed like any other. */
export abstract class DdlElement<out N extends DdlNode = DdlNode> implements Statement<Done, Record<never, never>> {
  declare readonly $result: Done;
  declare readonly $params: (params: Record<never, never>) => void;
  #node: N | undefined;

  /** Makes the tree, when it is first asked for: foreign keys may name tables that are declared later. */
  protected abstract make(): N;

  /** @throws NoReferenceError where a foreign key's target does not exist */
  get node(): N {
    return (this.#node ??= this.make());
  }

  /**
   * The statement as SQL text: `new CreateTable(users).compile({ dialect: sqlite() }).sql`.
   * @throws NoReferenceError where a foreign key's target does not exist
   * @throws CompileError for what the dialect does not have
   * @since 0.1.0
   */
  compile(options?: CompileOptions): CompiledText;
  compile<C extends CompiledText>(options: CompileOptions & { readonly dialect: StatementCompiler<C> }): C;
  compile(options: CompileOptions & { readonly dialect?: StatementCompiler } = {}): CompiledText {
    return compileNode(this.node, options);
  }

  /** The SQL text in the default dialect. */
  toString(): string {
    return compileNode(this.node).sql;
  }
}

/**
 * `CREATE TABLE name (…)` with its constraints; indexes are statements of their own.
 * @example `String(new CreateTable(users, { ifNotExists: true }))` gives `CREATE TABLE IF NOT EXISTS user_account (…)`
 * @since 0.1.0
 */
export class CreateTable extends DdlElement<CreateTableNode> {
  /** @param options `without`: constraints to leave out, since they are added later */
  constructor(
    readonly table: AnyTable,
    private readonly options: CreateOptions & { readonly without?: ReadonlySet<ConstraintFacts> } = {},
  ) {
    super();
  }

  protected make(): CreateTableNode {
    return new CreateTableNode(this.table.definition, this.options.ifNotExists ?? false, this.options.without ?? new Set());
  }
}

/** `DROP TABLE name`. @example `new DropTable(users, { ifExists: true })` @since 0.1.0 */
export class DropTable extends DdlElement<DropTableNode> {
  constructor(
    readonly table: AnyTable,
    private readonly options: DropOptions = {},
  ) {
    super();
  }

  protected make(): DropTableNode {
    return new DropTableNode(this.table.node, this.options.ifExists ?? false);
  }
}

function indexOf(table: AnyTable, name: string): IndexFacts {
  const { indexes } = table.definition;
  const found = indexes.find((each) => each.name === name);
  if (found) return found;
  const known = indexes.map((each) => `'${each.name}'`).join(", ") || "none";
  throw new ArgumentError(`Table '${table.fullName}' has no index ${described(name)}; it has ${known}.`);
}

/**
 * `CREATE INDEX name ON table (…)`: an index that the table declares.
 * @example `new CreateIndex(addresses, "ix_email")` gives `CREATE INDEX ix_email ON address (email_address)`
 * @throws ArgumentError, when compiled, where the table has no index of that name
 * @since 0.1.0
 */
export class CreateIndex extends DdlElement<CreateIndexNode> {
  constructor(
    readonly table: AnyTable,
    readonly name: string,
    private readonly options: CreateOptions = {},
  ) {
    super();
  }

  protected make(): CreateIndexNode {
    return new CreateIndexNode(indexOf(this.table, this.name), this.options.ifNotExists ?? false);
  }
}

/** `DROP INDEX name`: an index that the table declares. @throws ArgumentError, when compiled, where there is none of that name @since 0.1.0 */
export class DropIndex extends DdlElement<DropIndexNode> {
  constructor(
    readonly table: AnyTable,
    readonly name: string,
    private readonly options: DropOptions = {},
  ) {
    super();
  }

  protected make(): DropIndexNode {
    return new DropIndexNode(indexOf(this.table, this.name), this.options.ifExists ?? false);
  }
}

/** `CREATE SCHEMA name`. @throws UnsupportedError, when compiled, on a dialect without schemas @since 0.1.0 */
export class CreateSchema extends DdlElement<CreateSchemaNode> {
  constructor(
    readonly name: string,
    private readonly options: CreateOptions = {},
  ) {
    super();
  }

  protected make(): CreateSchemaNode {
    return new CreateSchemaNode(this.name, this.options.ifNotExists ?? false);
  }
}

/** `DROP SCHEMA name`; `cascade` takes along what is in it. @throws UnsupportedError, when compiled, on a dialect without schemas @since 0.1.0 */
export class DropSchema extends DdlElement<DropSchemaNode> {
  constructor(
    readonly name: string,
    private readonly options: DropOptions & { readonly cascade?: boolean } = {},
  ) {
    super();
  }

  protected make(): DropSchemaNode {
    return new DropSchemaNode(this.name, this.options.ifExists ?? false, this.options.cascade ?? false);
  }
}

/** `CREATE SEQUENCE name`. Sequences of columns are created with their tables. @throws UnsupportedError, when compiled, on a dialect without sequences @since 0.1.0 */
export class CreateSequence extends DdlElement<CreateSequenceNode> {
  constructor(
    readonly sequence: Sequence,
    private readonly options: CreateOptions = {},
  ) {
    super();
  }

  protected make(): CreateSequenceNode {
    return new CreateSequenceNode(this.sequence.facts, this.options.ifNotExists ?? false);
  }
}

/** `DROP SEQUENCE name`. @throws UnsupportedError, when compiled, on a dialect without sequences @since 0.1.0 */
export class DropSequence extends DdlElement<DropSequenceNode> {
  constructor(
    readonly sequence: Sequence,
    private readonly options: DropOptions = {},
  ) {
    super();
  }

  protected make(): DropSequenceNode {
    return new DropSequenceNode(this.sequence.facts, this.options.ifExists ?? false);
  }
}

/** One of the statements that only `createAll` and `dropAll` write. */
export class DdlStep<out N extends DdlNode> extends DdlElement<N> {
  constructor(private readonly made: N) {
    super();
  }

  protected make(): N {
    return this.made;
  }
}
