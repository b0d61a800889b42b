import { cast, deleteFrom, func, insert, update, varchar } from "athanor";
import { defaultDialect } from "athanor/default";
import { insert as mysqlInsert } from "athanor/mysql";
import { insert as postgresqlInsert } from "athanor/postgresql";
import { insert as sqliteInsert } from "athanor/sqlite";
import { JoinNode } from "../../src/nodes/froms.js";
import { factsOf } from "./harness.js";
import { buoy, crew, dock, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/introspection.json`. */
export const introspection = {
  "intro-insert": () => insert(crew),
  "intro-insert-returning": () =>
    insert(crew).returning(crew.c.id, crew.c.name.label("who"), crew.c.rating.add(1), func.lower(crew.c.email)),
  "intro-insert-returning-table": () => insert(crew).returning(crew),
  "intro-insert-returning-dup": () => insert(crew).returning(crew.c.id, crew.c.id, crew.c.name),
  "intro-insert-returning-key": () => insert(tag).returning(tag.c.id, tag.c.text),
  "intro-insert-return-defaults": () => insert(crew).returnDefaults(),
  "intro-update": () => update(crew).values({ name: "a" }),
  "intro-update-returning": () => update(crew).values({ name: "a" }).returning(crew.c.id, cast(crew.c.rating, varchar()).label("r")),
  "intro-delete": () => deleteFrom(crew),
  "intro-delete-returning": () => deleteFrom(crew).returning(crew.c.id),
  "intro-alias-entity": () => update(crew.alias("c")).values({ name: "a" }),
  "intro-join-entity": () => update(crew.join(voyage, voyage.c.captain_id.eq(crew.c.id))),
  "intro-lightweight-entity": () => insert(buoy),
  "intro-schema-entity": () => insert(dock),
  "intro-whereclause": () => update(crew).where(crew.c.id.eq(1)).where(crew.c.name.eq("a")),
  "intro-whereclause-none": () => deleteFrom(crew),
  "intro-immutability": () => insert(crew),
  "intro-cte-columns": () => insert(crew).returning(crew.c.id, crew.c.name.label("who")).cte("n"),
  "intro-str-update-returning": () =>
    update(crew)
      .where(crew.c.id.in([1, 2]))
      .values({ name: "a" })
      .returning(crew.c.id),
  "intro-str-sqlite-specific": () => sqliteInsert(crew).values({ id: 1 }).onConflictDoNothing(),
  "intro-str-pg-specific": () => postgresqlInsert(crew).values({ id: 1 }).onConflictDoNothing().returning(crew.c.id),
  "intro-str-dialect-specific": () => mysqlInsert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name: "a" }),
  "intro-excluded": () => postgresqlInsert(tag),
  "intro-compare": () => insert(crew).values({ name: "a" }),
  "intro-execution-options": () => insert(crew).executionOptions({ streamResults: true }).executionOptions({ yieldPer: 5 }),
  "intro-corresponding-column": () => insert(crew).returning(crew.c.id),
  "intro-compiled-params": () => insert(crew).values({ name: "a", rating: 2 }),
};

type Dml = ReturnType<(typeof introspection)["intro-insert" | "intro-update" | "intro-delete"]>;
type Described = Pick<Dml, "entityDescription" | "returningColumnDescriptions" | "exportedColumns">;

/** Python's class for a kind of type. */
const PYTHON_TYPES: Readonly<Record<string, string>> = { integer: "Integer", varchar: "String", text: "String", null: "NullType" };
/** `expression` is written out here. */
const pythonKey = (key: string): string => (key === "expression" ? "expr" : key);
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const entity = {
  entity_name: (stmt: Described) => stmt.entityDescription.name,
  entity_table_is_crew: (stmt: Described) => stmt.entityDescription.table === crew.node,
  entity_keys: (stmt: Described) => Object.keys(stmt.entityDescription).sort(),
};

const returning = {
  returning_names: (stmt: Described) => stmt.returningColumnDescriptions.map((each) => each.name),
  returning_types: (stmt: Described) => stmt.returningColumnDescriptions.map((each) => PYTHON_TYPES[each.type]),
  returning_keys: (stmt: Described) => stmt.returningColumnDescriptions.slice(0, 1).map((each) => Object.keys(each).map(pythonKey).sort()),
  exported_keys: (stmt: Described) => Object.keys(stmt.exportedColumns),
};

interface Statement extends Described {
  readonly node: { readonly kind: string; readonly columns: readonly unknown[] };
}

const kinds = {
  is_dml: (stmt: Statement) => ["insert", "update", "delete"].includes(stmt.node.kind),
  is_insert: (stmt: Statement) => stmt.node.kind === "insert",
  is_update: (stmt: Statement) => stmt.node.kind === "update",
  is_delete: (stmt: Statement) => stmt.node.kind === "delete",
  is_select: (stmt: Statement) => stmt.node.kind === "select",
  is_text: (stmt: Statement) => stmt.node.kind === "textSelect",
  is_returning: (stmt: Statement) => stmt.node.columns.length > 0,
  visit_name: (stmt: Statement) => stmt.node.kind,
};

const all = { ...entity, ...returning, ...kinds };
const nameOfTable = (stmt: Described): unknown => Reflect.get(stmt.entityDescription.table, "name");

/** What each fact of the file is in TypeScript. */
export const introspectionFacts = {
  "intro-insert": factsOf(introspection["intro-insert"], all),
  "intro-insert-returning": factsOf(introspection["intro-insert-returning"], all),
  "intro-insert-returning-table": factsOf(introspection["intro-insert-returning-table"], returning),
  "intro-insert-returning-dup": factsOf(introspection["intro-insert-returning-dup"], returning),
  "intro-insert-returning-key": factsOf(introspection["intro-insert-returning-key"], returning),
  "intro-insert-return-defaults": factsOf(introspection["intro-insert-return-defaults"], returning),
  "intro-update": factsOf(introspection["intro-update"], all),
  "intro-update-returning": factsOf(introspection["intro-update-returning"], { ...returning, ...kinds }),
  "intro-delete": factsOf(introspection["intro-delete"], all),
  "intro-delete-returning": factsOf(introspection["intro-delete-returning"], { ...returning, ...kinds }),
  "intro-alias-entity": factsOf(introspection["intro-alias-entity"], { entity_name: entity.entity_name, table_name: nameOfTable }),
  "intro-join-entity": factsOf(introspection["intro-join-entity"], {
    entity_name: entity.entity_name,
    entity_table_type: (stmt) => (stmt.entityDescription.table instanceof JoinNode ? "Join" : stmt.entityDescription.table.kind),
  }),
  "intro-lightweight-entity": factsOf(introspection["intro-lightweight-entity"], {
    entity_name: entity.entity_name,
    table_name: nameOfTable,
  }),
  "intro-schema-entity": factsOf(introspection["intro-schema-entity"], {
    entity_name: entity.entity_name,
    schema: (stmt) => Reflect.get(stmt.entityDescription.table, "schema"),
    fullname: () => dock.fullName,
  }),
  "intro-whereclause": factsOf(introspection["intro-whereclause"], {
    whereclause: (stmt) => String(stmt.whereClause),
    table: nameOfTable,
  }),
  "intro-whereclause-none": factsOf(introspection["intro-whereclause-none"], { whereclause: (stmt) => stmt.whereClause }),
  "intro-immutability": factsOf(introspection["intro-immutability"], {
    values_new: (stmt) => !Object.is(stmt.values({ name: "a" }), stmt),
    returning_new: (stmt) => !Object.is(stmt.returning(crew.c.id), stmt),
    original_unchanged: (stmt) => {
      stmt.values({ name: "a" }).returning(crew.c.id);
      return String(stmt) === String(insert(crew));
    },
    class_after_returning: (stmt) => stmt.returning(crew.c.id).constructor.name,
    update_class_after_returning: () => update(crew).returning(crew.c.id).constructor.name,
    delete_class_after_returning: () => deleteFrom(crew).returning(crew.c.id).constructor.name,
  }),
  "intro-cte-columns": factsOf(introspection["intro-cte-columns"], {
    keys: (cte) => Object.keys(cte.c),
    name: (cte) => Reflect.get(cte.node, "name"),
  }),
  "intro-str-update-returning": factsOf(introspection["intro-str-update-returning"], { str: (stmt) => String(stmt) }),
  "intro-str-sqlite-specific": factsOf(introspection["intro-str-sqlite-specific"], { str: (stmt) => String(stmt) }),
  "intro-str-pg-specific": factsOf(introspection["intro-str-pg-specific"], { str: (stmt) => String(stmt) }),
  "intro-str-dialect-specific": factsOf(introspection["intro-str-dialect-specific"], { str: (stmt) => String(stmt) }),
  "intro-excluded": factsOf(introspection["intro-excluded"], {
    excluded_keys: (stmt) => Object.keys(stmt.excluded),
    excluded_str: (stmt) => String(stmt.excluded.text),
    inserted_keys: () => Object.keys(mysqlInsert(tag).inserted),
    sqlite_excluded_str: () => String(sqliteInsert(tag).excluded.text),
  }),
  "intro-compare": factsOf(introspection["intro-compare"], {
    same: (stmt) => stmt.compare(insert(crew).values({ name: "a" })),
    other_value: (stmt) => stmt.compare(insert(crew).values({ name: "b" })),
    other_column: (stmt) => stmt.compare(insert(crew).values({ email: "a" })),
    cache_key_same_for_other_value: (stmt) => {
      const dialect = defaultDialect();
      return dialect.prepare(stmt.node, {}).compiled === dialect.prepare(insert(crew).values({ name: "b" }).node, {}).compiled;
    },
  }),
  "intro-execution-options": factsOf(introspection["intro-execution-options"], {
    options: (stmt) => Object.fromEntries(Object.entries(stmt.getExecutionOptions()).map(([name, value]) => [snake(name), value])),
  }),
  "intro-corresponding-column": factsOf(introspection["intro-corresponding-column"], {
    is_exported_id: (stmt) => stmt.exportedColumns.id !== undefined,
    exported_is_column: (stmt) => stmt.exportedColumns.id?.node === crew.c.id.node,
    corresponding: (stmt) => stmt.correspondingColumn(crew.c.id)?.node === crew.c.id.node,
  }),
  "intro-compiled-params": factsOf(introspection["intro-compiled-params"], {
    params: (stmt) => stmt.compile().params,
    str: (stmt) => String(stmt.compile()),
    construct: (stmt) => stmt.compile({ dialect: defaultDialect() }).paramsFor({ name: "z" }),
    bind_names: (stmt) =>
      stmt
        .compile({ dialect: defaultDialect() })
        .slots.map((slot) => slot.name)
        .sort(),
  }),
};
