// The same tables and queries as kysely's users write them: the tables are types, names are strings.
import { everyTable } from "./kinds.ts";

export function tables(): string {
  return [
    'import type { ColumnType, Generated, JSONColumnType } from "kysely";',
    ...everyTable((i) =>
      [
        `export interface Table${i} {`,
        "  id: Generated<number>;",
        "  parent_id: number;",
        `  name${i}: string;`,
        "  title: string | null;",
        `  state: Generated<"open" | "closed" | "state${i}">;`,
        "  price: ColumnType<string | null, string | null | undefined, string | null>;",
        "  active: Generated<boolean>;",
        `  settings: JSONColumnType<{ theme: string; size${i}: number } | null>;`,
        "  created_at: Generated<Date>;",
        "  updated_at: Date | null;",
        "}",
      ].join("\n"),
    ),
    `export interface Database { ${everyTable((i) => `table_${i}: Table${i}`).join("; ")} }`,
  ].join("\n");
}

/** What stands before the queries. */
export function head(): string[] {
  return [
    'import { type Kysely, sql } from "kysely";',
    'import type { Database } from "./tables.js";',
    "declare const db: Kysely<Database>;",
  ];
}

export function selectByKey(i: number): string[] {
  return [
    `const row = await db.selectFrom("table_${i}").selectAll().where("id", "=", 5).where("active", "=", true).executeTakeFirst();`,
    `return row === undefined ? null : { id: row.id, name: row.name${i}, theme: row.settings?.theme };`,
  ];
}

export function selectJoin(i: number, j: number, k: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}")`,
    `  .innerJoin("table_${j}", "table_${j}.parent_id", "table_${i}.id")`,
    `  .leftJoin("table_${k}", (join) => join.onRef("table_${k}.parent_id", "=", "table_${j}.id").on("table_${k}.state", "!=", "closed"))`,
    `  .where("table_${i}.state", "in", ["open", "closed"])`,
    `  .where((eb) => eb.or([eb("table_${j}.title", "like", "%x%"), eb("table_${j}.title", "is", null)]))`,
    `  .where((eb) => eb.between("table_${i}.created_at", new Date(0), new Date()))`,
    `  .select(["table_${i}.id", "table_${i}.name${i}", "table_${j}.price", "table_${j}.id as id_1", "table_${k}.title", "table_${k}.created_at"])`,
    `  .orderBy("table_${i}.created_at", "desc").orderBy("table_${j}.id")`,
    "  .limit(10).offset(20).execute();",
    `return rows.map((row) => [row.id, row.id_1, row.name${i}, row.price, row.title, row.created_at?.getTime()]);`,
  ];
}

export function selectNested(i: number, j: number, k: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}")`,
    `  .leftJoin("table_${j}", "table_${j}.parent_id", "table_${i}.id")`,
    `  .innerJoin("table_${k}", "table_${k}.parent_id", "table_${i}.id")`,
    `  .where("table_${i}.active", "=", true).where("table_${i}.created_at", ">=", new Date())`,
    `  .selectAll("table_${i}")`,
    `  .select(["table_${j}.settings as child_settings", "table_${j}.price as child_price"])`,
    `  .select((eb) => [eb.fn<string | null>("upper", ["table_${j}.title"]).as("label"), eb(eb("table_${k}.id", "*", 2), "+", 1).as("total")])`,
    "  .execute();",
    `return rows.map((row) => [row.name${i}, row.child_settings?.size${j}, row.label, row.total]);`,
  ];
}

export function selectGrouped(i: number, j: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}")`,
    `  .leftJoin("table_${j}", "table_${j}.parent_id", "table_${i}.id")`,
    "  .select((eb) => [",
    `    "table_${i}.name${i}",`,
    `    eb.case().when("table_${i}.id", ">", 100).then("new").when("table_${i}.active", "=", false).then("gone").else("old").end().as("kind"),`,
    `    eb.fn.count<number>("table_${j}.id").as("n"),`,
    `    eb.fn.max("table_${j}.price").as("most"),`,
    "  ])",
    `  .where("table_${i}.id", ">", 5).where("table_${i}.title", "!=", "x")`,
    `  .groupBy(["table_${i}.name${i}", "kind"])`,
    '  .having((eb) => eb.fn.countAll(), ">", 1)',
    '  .orderBy((eb) => eb.fn.countAll(), "desc").execute();',
    `for (const row of rows) if (row.n > 5) return [row.name${i}, row.kind, row.most];`,
    "return null;",
  ];
}

export function selectSubquery(i: number, j: number): string[] {
  return [
    `const rows = await db.with("latest", (qb) => qb.selectFrom("table_${j}")`,
    `    .select((eb) => ["parent_id", eb.fn.max("created_at").as("at"), eb.fn.countAll<number>().as("n")])`,
    '    .where("state", "=", "open").groupBy("parent_id"))',
    `  .selectFrom("table_${i}").innerJoin("latest", "latest.parent_id", "table_${i}.id").where("latest.n", ">", 5)`,
    `  .select(["table_${i}.id", "table_${i}.title", "latest.at", "latest.n"]).execute();`,
    "return rows.map((row) => ({ ...row, at: row.at.getTime() }));",
  ];
}

export function selectExists(i: number, j: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}")`,
    "  .select((eb) => [",
    `    "table_${i}.id",`,
    `    eb.selectFrom("table_${j}").whereRef("table_${j}.parent_id", "=", "table_${i}.id").select((e) => e.fn.max("table_${j}.created_at").as("at")).as("newest"),`,
    "  ])",
    `  .where(({ exists, selectFrom }) => exists(selectFrom("table_${j}").select("table_${j}.id").whereRef("table_${j}.parent_id", "=", "table_${i}.id").where("table_${j}.state", "=", "open")))`,
    `  .where("table_${i}.id", "in", (eb) => eb.selectFrom("table_${j}").select("table_${j}.parent_id")).execute();`,
    "return rows.map((row) => [row.id, row.newest?.getTime()]);",
  ];
}

export function selectAlias(i: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}")`,
    `  .leftJoin("table_${i} as parent", "parent.id", "table_${i}.parent_id")`,
    `  .select(["table_${i}.name${i} as name", "parent.name${i} as parent", "parent.settings as theme"])`,
    `  .where((eb) => eb.not(eb("parent.title", "like", "x%"))).whereRef("parent.id", "!=", "table_${i}.id").execute();`,
    `return rows.map((row) => [row.name, row.parent, row.theme?.size${i}]);`,
  ];
}

export function selectUnion(i: number, j: number): string[] {
  return [
    `const rows = await db.selectFrom("table_${i}").select(["id", "title"]).where("active", "=", true)`,
    `  .union(db.selectFrom("table_${j}").select(["id", "title"])).execute();`,
    "return rows.map((row) => [row.id, row.title]);",
  ];
}

export function insertRows(i: number): string[] {
  return [
    `const result = await db.insertInto("table_${i}").values([`,
    `  { parent_id: 1, name${i}: "a", state: "open", settings: "null" },`,
    `  { parent_id: 2, name${i}: "b", settings: JSON.stringify({ theme: "dark", size${i}: 5 }) },`,
    "]).executeTakeFirst();",
    "return result.numInsertedOrUpdatedRows;",
  ];
}

export function insertReturning(i: number): string[] {
  return [
    `const row = await db.insertInto("table_${i}")`,
    `  .values({ parent_id: 1, name${i}: "x", price: "1.50", settings: "null", title: sql<string>\`lower(\${"X"})\` })`,
    '  .returning(["id", "created_at"]).executeTakeFirstOrThrow();',
    "return [row.id, row.created_at.getTime()];",
  ];
}

export function insertFromSelect(i: number, j: number): string[] {
  return [
    `const result = await db.insertInto("table_${i}").columns(["parent_id", "name${i}"])`,
    `  .expression(db.selectFrom("table_${j}").select((eb) => ["id", eb("name${j}", "||", "!").as("name")]).where("active", "=", true)).executeTakeFirst();`,
    "return result.numInsertedOrUpdatedRows;",
  ];
}

export function update(i: number): string[] {
  return [
    `const result = await db.updateTable("table_${i}").where("id", "=", 5)`,
    `  .set((eb) => ({ name${i}: "y", title: eb("title", "||", "!"), updated_at: sql<Date>\`now()\` })).executeTakeFirst();`,
    "return result.numUpdatedRows;",
  ];
}

export function updateMany(i: number): string[] {
  return [
    `await db.updateTable("table_${i}").where("id", "=", 1).set({ name${i}: "a" }).execute();`,
    `await db.updateTable("table_${i}").where("id", "=", 2).set({ state: "closed" }).execute();`,
    `return (await db.updateTable("table_${i}").set({ active: false }).where("price", "is", null).returningAll().execute()).length;`,
  ];
}

export function deleteRows(i: number, j: number): string[] {
  return [
    `const result = await db.deleteFrom("table_${i}").using("table_${j}")`,
    `  .whereRef("table_${i}.parent_id", "=", "table_${j}.id").where("table_${j}.title", "like", "x%").executeTakeFirst();`,
    "return result.numDeletedRows;",
  ];
}
