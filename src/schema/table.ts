import { ArgumentError } from "../errors/index.js";
import { nodeOf } from "../expression/coerce.js";
import type { TableDefinition } from "../nodes/ddl.js";
import { AliasNode, type JoinNode, type ReferencePairs, TableNode, type UniqueColumns } from "../nodes/froms.js";
import { FromElement } from "../selectable/index.js";
import { autoincrementColumn } from "./autoincrement.js";
import type { SchemaItem } from "./constraints.js";
import { definitionOf, knownForeignKeys, knownUniques } from "./definition.js";
import type { Columns, Defs, InsertRow, RowOf, UpdateRow } from "./defs.js";
import type { TableCatalog } from "./foreign-keys.js";

/** What INSERT, UPDATE and DELETE can be about: a table, or an alias of one. */
export interface DmlTarget<D extends Defs, out Tb extends string> {
  readonly $defs: D;
  readonly $from: Tb;
  readonly node: TableNode | AliasNode;
}

/** What an UPDATE can be about: a join too, whose columns are set by column and not by key. B the binds inside. */
export interface UpdateTarget<D extends Defs, out Tb extends string, out B> {
  readonly $defs: D;
  readonly $from: Tb;
  readonly $binds: B;
  readonly node: TableNode | AliasNode | JoinNode;
}

/** An alias of a table: `users.alias("u")`. */
export class TableAlias<D extends Defs, out Tb extends string>
  extends FromElement<Columns<D, Tb>, RowOf<D>, Tb>
  implements DmlTarget<D, Tb>
{
  declare readonly $defs: D;
  declare readonly $row: RowOf<D>;

  constructor(readonly node: AliasNode) {
    super();
  }
}

/** What a table is told besides its columns: the MetaData in which foreign keys look up names, its comment, and how it is named. */
export interface TableSetting {
  readonly catalog: TableCatalog | null;
  readonly comment: string | null;
  /** Whether the name is always or never quoted. */
  readonly quote: boolean | null;
}

/** A table: D its columns, Tb its name. */
export class Table<D extends Defs, out Tb extends string> extends FromElement<Columns<D, Tb>, RowOf<D>, Tb> implements DmlTarget<D, Tb> {
  declare readonly $defs: D;
  /** The type of a row: `typeof users.$row`. */
  declare readonly $row: RowOf<D>;
  /** The type of a row to insert: `typeof users.$insert`. */
  declare readonly $insert: InsertRow<D>;
  /** The type of a change: `typeof users.$update`. */
  declare readonly $update: UpdateRow<D>;
  readonly #items: () => unknown;
  readonly #setting: TableSetting;
  #constraints: readonly SchemaItem[] | undefined;
  #foreignKeys: readonly ReferencePairs[] | undefined;
  #uniques: readonly UniqueColumns[] | undefined;
  #definition: TableDefinition | undefined;

  constructor(
    readonly node: TableNode,
    items: ((columns: Columns<D, Tb>) => unknown) | undefined,
    setting: TableSetting,
  ) {
    super();
    this.#items = () => (items ? items(this.c) : []);
    this.#setting = setting;
    node.uniques = () => (this.#uniques ??= knownUniques(node, this.constraints));
    node.foreignKeys = () => (this.#foreignKeys ??= knownForeignKeys(node, this.constraints, setting.catalog));
  }

  get name(): string {
    return this.node.name;
  }

  get schema(): string | null {
    return this.node.schema;
  }

  /** The name with the schema: the key in MetaData. */
  get fullName(): string {
    return this.node.schema === null ? this.node.name : `${this.node.schema}.${this.node.name}`;
  }

  /** The comment in the database; null without. */
  get comment(): string | null {
    return this.#setting.comment;
  }

  /** The constraints and indexes, as given; asked for when first needed, so that tables may refer to later ones. */
  get constraints(): readonly SchemaItem[] {
    return (this.#constraints ??= schemaItems(this.#items(), this.fullName));
  }

  /** All that DDL says of the table, with the targets of its foreign keys found. @throws NoReferenceError where one does not exist */
  get definition(): TableDefinition {
    const { catalog, comment } = this.#setting;
    return (this.#definition ??= definitionOf({ table: this.node, comment, items: this.constraints, catalog }));
  }

  /** `table AS name`, to use the table twice. @since 0.1.0 */
  alias<N extends string = `${Tb}_1`>(name?: N): TableAlias<D, N> {
    return new TableAlias(new AliasNode(this.node, name ?? null));
  }
}

function isSchemaItem(value: unknown): value is SchemaItem {
  return typeof value === "object" && value !== null && "item" in value && nodeOf(value) === null;
}

function schemaItems(given: unknown, table: string): readonly SchemaItem[] {
  if (!Array.isArray(given)) throw new ArgumentError(`Table '${table}': the third argument gives a list of constraints and indexes.`);
  return given.map((item: unknown) => {
    if (isSchemaItem(item)) return item;
    throw new ArgumentError(`Table '${table}': a list of unique(), index(), check(), foreignKey() and primaryKey() was expected.`);
  });
}

/** Makes the table; MetaData and `table()` share it. @throws ArgumentError for an empty name and for two columns of one name */
export function makeTable<D extends Defs, Tb extends string>(
  name: Tb,
  schema: string | null,
  columns: D,
  items: ((columns: Columns<D, Tb>) => unknown) | undefined,
  setting: TableSetting,
): Table<D, Tb> {
  if (name === "") throw new ArgumentError("A table needs a name.");
  const names = new Set<string>();
  const specs = Object.entries(columns).map(([key, def]) => {
    const columnName = def.columnName ?? key;
    if (names.has(columnName)) throw new ArgumentError(`Table '${name}' has two columns named '${columnName}'.`);
    names.add(columnName);
    return { key, name: columnName, type: def.sqlType, facts: def.facts };
  });
  return new Table(new TableNode(name, schema, specs, autoincrementColumn, setting.quote), items, setting);
}

/**
 * A table by itself, outside of any MetaData: for statements, not for `createAll`.
 * @example `table("buoy", { id: integer(), name: text() })`
 * @since 0.1.0
 */
export function table<N extends string, D extends Defs>(
  name: N,
  columns: D,
  options: { readonly schema?: string; readonly quote?: boolean } = {},
): Table<D, N> {
  return makeTable(name, options.schema ?? null, columns, undefined, { catalog: null, comment: null, quote: options.quote ?? null });
}
