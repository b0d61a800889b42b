import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { ColumnNode } from "../nodes/column.js";
import { ConvertedName, type GivenName, type ItemName } from "../nodes/converted-name.js";
import { TableNode } from "../nodes/froms.js";
import type { Node } from "../nodes/node.js";
import { walk } from "../nodes/traverse.js";

/** What a rule is told of the constraint or index that it names. Names are those in SQL. */
export interface NamedItem {
  readonly table: string;
  readonly schema: string | null;
  readonly columns: readonly string[];
  /** The table that a foreign key refers to; null for all others. */
  readonly referredTable: string | null;
  readonly referredColumns: readonly string[];
  /** The name that was given; null without. */
  readonly name: string | null;
}

/** A rule: text with tokens such as `%(table_name)s`, or a function. */
export type NamingRule = string | ((item: NamedItem) => string);

/**
 * How constraints and indexes without a name are called, by kind: index, unique, check, foreign key, primary key. The
 * tokens are SQLAlchemy's: `table_name`, `referred_table_name`, `constraint_name`, and `column_0_name`, `column_0_label`
 * or `column_0_key`, where 0 is the column's place, `0N` all names in a row, `0_N` all with underscores between;
 * `referred_column_0_name` and so on likewise.
 */
export type NamingConvention = { readonly [K in "ix" | "uq" | "ck" | "fk" | "pk"]?: NamingRule };

/** SQLAlchemy's: indexes have names, the rest goes without. */
export const standardNaming: NamingConvention = { ix: "ix_%(column_0_label)s" };

/** What a name is made of. */
interface Nameable {
  readonly table: TableNode;
  readonly columns: readonly ColumnNode[];
  readonly target?: TableNode;
  readonly targets?: readonly ColumnNode[];
}

const TOKEN = /%\((\w+)\)s/g;
const COLUMN_TOKEN = /^(referred_)?column_(\d+)(_?N)?_(name|label|key)$/;

/** The name of a column with its table's, and its schema's. */
function labelOf({ table, name }: ColumnNode): string {
  if (!(table instanceof TableNode)) return name;
  const schema = table.schema === null ? "" : `${table.schema.replaceAll(".", "_")}_`;
  return `${schema}${table.name}_${name}`;
}

const wordings = { name: ({ name }: ColumnNode) => name, key: ({ key }: ColumnNode) => key, label: labelOf };

function columnsText(token: string, item: Nameable): string | null {
  const [, referred, place, all, wording] = COLUMN_TOKEN.exec(token) ?? [];
  if (wording !== "name" && wording !== "key" && wording !== "label") return null;
  const columns = (referred ? (item.targets ?? []) : item.columns).slice(Number(place));
  if (columns.length === 0) throw new ArgumentError(`Naming convention: %(${token})s finds no such column on table '${item.table.name}'.`);
  return (all === undefined ? columns.slice(0, 1) : columns).map(wordings[wording]).join(all === "_N" ? "_" : "");
}

function tokenText(token: string, item: Nameable, given: string | null): string {
  if (token === "table_name") return item.table.name;
  if (token === "referred_table_name" && item.target) return item.target.name;
  if (token === "constraint_name") {
    if (given !== null) return given;
    throw new InvalidRequestError("Naming convention including %(constraint_name)s token requires that constraint is explicitly named.");
  }
  const text = columnsText(token, item);
  if (text !== null) return text;
  throw new ArgumentError(
    `Naming convention: unknown token %(${token})s; there are table_name, referred_table_name, constraint_name, column_0_name, column_0N_name, column_0_N_name, the same with label and key, and with referred_ before.`,
  );
}

function told({ table, columns, target, targets }: Nameable, name: string | null): NamedItem {
  return {
    table: table.name,
    schema: table.schema,
    columns: columns.map((column) => column.name),
    referredTable: target?.name ?? null,
    referredColumns: (targets ?? []).map((column) => column.name),
    name,
  };
}

/**
 * The name of a constraint or an index: the given one, or what the convention's rule makes. A rule with
 * `%(constraint_name)s` is for given names too.
 * @throws InvalidRequestError where such a rule is given no name
 * @throws ArgumentError for a token that is none, and for a column that is not there
 */
export function namedBy(
  convention: NamingConvention,
  kind: keyof NamingConvention,
  item: Nameable,
  given: GivenName | null,
): ItemName<string | null> {
  if (given instanceof ConvertedName) return { name: given.text, automatic: true };
  const rule = convention[kind];
  const isForGiven = typeof rule === "string" && rule.includes("%(constraint_name)s");
  if (rule === undefined || (given !== null && !isForGiven)) return { name: given, automatic: false };
  const name =
    typeof rule === "string" ? rule.replace(TOKEN, (_, token: string) => tokenText(token, item, given)) : rule(told(item, given));
  return { name, automatic: true };
}

/** The columns that an index or a check names, in order. */
export function columnsIn(...nodes: readonly Node[]): readonly ColumnNode[] {
  const found = new Set<ColumnNode>();
  for (const node of nodes) {
    walk(node, (at) => {
      if (at instanceof ColumnNode) found.add(at);
      return undefined;
    });
  }
  return [...found];
}

/**
 * A name that is complete: no naming convention is applied to it.
 * @example `check("weight > 0", { name: conv("ck_boat_weight") })`
 * @since 0.1.0
 */
export function conv(name: string): ConvertedName {
  return new ConvertedName(name);
}
