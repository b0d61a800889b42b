// The same tables and queries as drizzle's users write them, on PostgreSQL.
import { everyTable } from "./kinds.ts";

export function tables(): string {
  return [
    'import { boolean, integer, json, numeric, pgTable, serial, text, timestamp, varchar, type AnyPgColumn } from "drizzle-orm/pg-core";',
    ...everyTable((i) =>
      [
        `export const t${i} = pgTable("table_${i}", {`,
        "  id: serial().primaryKey(),",
        `  parentId: integer("parent_id").notNull().references((): AnyPgColumn => t${Math.max(0, i - 1)}.id, { onDelete: "cascade" }),`,
        `  name${i}: varchar({ length: 30 }).notNull(),`,
        "  title: text(),",
        `  state: text({ enum: ["open", "closed", "state${i}"] }).notNull().default("open"),`,
        "  price: numeric({ precision: 10, scale: 2 }),",
        "  active: boolean().notNull().default(true),",
        `  settings: json().$type<{ theme: string; size${i}: number }>(),`,
        '  createdAt: timestamp("created_at").notNull().defaultNow(),',
        '  updatedAt: timestamp("updated_at").$onUpdate(() => new Date()),',
        "});",
      ].join("\n"),
    ),
  ].join("\n");
}

/** What stands before the queries. */
export function head(): string[] {
  return [
    'import { and, count, desc, eq, exists, gt, gte, between, inArray, isNull, like, max, ne, not, or, sql } from "drizzle-orm";',
    'import { alias, union } from "drizzle-orm/pg-core";',
    'import type { NodePgDatabase } from "drizzle-orm/node-postgres";',
    `import { ${everyTable((i) => `t${i}`).join(", ")} } from "./tables.js";`,
    "declare const db: NodePgDatabase;",
  ];
}

export function selectByKey(i: number): string[] {
  return [
    `const [row] = await db.select().from(t${i}).where(and(eq(t${i}.id, 5), eq(t${i}.active, true)));`,
    `return row === undefined ? null : { id: row.id, name: row.name${i}, theme: row.settings?.theme };`,
  ];
}

export function selectJoin(i: number, j: number, k: number): string[] {
  return [
    `const rows = await db.select({ id: t${i}.id, name: t${i}.name${i}, price: t${j}.price, id_1: t${j}.id, title: t${k}.title, createdAt: t${k}.createdAt })`,
    `  .from(t${i}).innerJoin(t${j}, eq(t${j}.parentId, t${i}.id))`,
    `  .leftJoin(t${k}, and(eq(t${k}.parentId, t${j}.id), ne(t${k}.state, "closed")))`,
    `  .where(and(inArray(t${i}.state, ["open", "closed"]), or(like(t${j}.title, "%x%"), isNull(t${j}.title)), between(t${i}.createdAt, new Date(0), new Date())))`,
    `  .orderBy(desc(t${i}.createdAt), t${j}.id).limit(10).offset(20);`,
    "return rows.map((row) => [row.id, row.id_1, row.name, row.price, row.title, row.createdAt?.getTime()]);",
  ];
}

export function selectNested(i: number, j: number, k: number): string[] {
  return [
    `const rows = await db.select({ parent: t${i}, child: t${j}, label: sql<string | null>\`upper(\${t${j}.title})\`, total: sql<number>\`\${t${k}.id} * 2 + 1\` })`,
    `  .from(t${i}).leftJoin(t${j}, eq(t${j}.parentId, t${i}.id)).innerJoin(t${k}, eq(t${k}.parentId, t${i}.id))`,
    `  .where(and(eq(t${i}.active, true), gte(t${i}.createdAt, new Date())));`,
    `return rows.map((row) => [row.parent.name${i}, row.child?.settings?.size${j}, row.label, row.total]);`,
  ];
}

export function selectGrouped(i: number, j: number): string[] {
  return [
    `const kind = sql<"new" | "gone" | "old">\`case when \${t${i}.id} > 100 then 'new' when not \${t${i}.active} then 'gone' else 'old' end\`;`,
    `const rows = await db.select({ name: t${i}.name${i}, kind: kind.as("kind"), n: count(t${j}.id), most: max(t${j}.price) })`,
    `  .from(t${i}).leftJoin(t${j}, eq(t${j}.parentId, t${i}.id))`,
    `  .where(and(gt(t${i}.id, 5), ne(t${i}.title, "x")))`,
    `  .groupBy(t${i}.name${i}, kind).having(gt(count(), 1)).orderBy(desc(count()));`,
    "for (const row of rows) if (row.n > 5) return [row.name, row.kind, row.most];",
    "return null;",
  ];
}

export function selectSubquery(i: number, j: number): string[] {
  return [
    `const latest = db.$with("latest").as(db.select({ parentId: t${j}.parentId, at: max(t${j}.createdAt).as("at"), n: count().as("n") })`,
    `  .from(t${j}).where(eq(t${j}.state, "open")).groupBy(t${j}.parentId));`,
    `const rows = await db.with(latest).select({ id: t${i}.id, title: t${i}.title, at: latest.at, n: latest.n })`,
    `  .from(t${i}).innerJoin(latest, eq(latest.parentId, t${i}.id)).where(gt(latest.n, 5));`,
    "return rows.map((row) => ({ ...row, at: row.at?.getTime() }));",
  ];
}

export function selectExists(i: number, j: number): string[] {
  return [
    `const child = db.select({ id: t${j}.id }).from(t${j}).where(and(eq(t${j}.parentId, t${i}.id), eq(t${j}.state, "open")));`,
    `const newest = db.select({ at: max(t${j}.createdAt) }).from(t${j}).where(eq(t${j}.parentId, t${i}.id));`,
    `const rows = await db.select({ id: t${i}.id, newest: sql<Date | null>\`\${newest}\` }).from(t${i})`,
    `  .where(and(exists(child), inArray(t${i}.id, db.select({ id: t${j}.parentId }).from(t${j}))));`,
    "return rows.map((row) => [row.id, row.newest?.getTime()]);",
  ];
}

export function selectAlias(i: number): string[] {
  return [
    `const parent = alias(t${i}, "parent");`,
    `const rows = await db.select({ name: t${i}.name${i}, parent: parent.name${i}, theme: parent.settings }).from(t${i})`,
    `  .leftJoin(parent, eq(parent.id, t${i}.parentId)).where(and(not(like(parent.title, "x%")), ne(parent.id, t${i}.id)));`,
    `return rows.map((row) => [row.name, row.parent, row.theme?.size${i}]);`,
  ];
}

export function selectUnion(i: number, j: number): string[] {
  return [
    `const rows = await union(db.select({ id: t${i}.id, title: t${i}.title }).from(t${i}).where(eq(t${i}.active, true)), db.select({ id: t${j}.id, title: t${j}.title }).from(t${j}));`,
    "return rows.map((row) => [row.id, row.title]);",
  ];
}

export function insertRows(i: number): string[] {
  return [
    `const result = await db.insert(t${i}).values([`,
    `  { parentId: 1, name${i}: "a", state: "open" },`,
    `  { parentId: 2, name${i}: "b", settings: { theme: "dark", size${i}: 5 } },`,
    "]);",
    "return result.rowCount;",
  ];
}

export function insertReturning(i: number): string[] {
  return [
    `const rows = await db.insert(t${i}).values({ parentId: 1, name${i}: "x", price: "1.50", title: sql\`lower(\${"X"})\` })`,
    `  .returning({ id: t${i}.id, createdAt: t${i}.createdAt });`,
    "return rows.map((row) => [row.id, row.createdAt.getTime()]);",
  ];
}

export function insertFromSelect(i: number, j: number): string[] {
  return [
    // its insert().select() wants every column of the table; a list of columns is written by hand
    `const source = db.select({ id: t${j}.id, name: sql<string>\`\${t${j}.name${j}} || '!'\` }).from(t${j}).where(eq(t${j}.active, true));`,
    `return (await db.execute(sql\`insert into \${t${i}} (parent_id, name${i}) \${source}\`)).rowCount;`,
  ];
}

export function update(i: number): string[] {
  return [
    `const result = await db.update(t${i}).set({ name${i}: "y", title: sql\`\${t${i}.title} || '!'\`, updatedAt: sql\`now()\` }).where(eq(t${i}.id, 5));`,
    "return result.rowCount;",
  ];
}

export function updateMany(i: number): string[] {
  return [
    `await db.update(t${i}).set({ name${i}: "a" }).where(eq(t${i}.id, 1));`,
    `await db.update(t${i}).set({ state: "closed" }).where(eq(t${i}.id, 2));`,
    `return (await db.update(t${i}).set({ active: false }).where(isNull(t${i}.price)).returning()).length;`,
  ];
}

export function deleteRows(i: number, j: number): string[] {
  return [
    `const result = await db.delete(t${i}).where(inArray(t${i}.parentId, db.select({ id: t${j}.id }).from(t${j}).where(like(t${j}.title, "x%"))));`,
    "return result.rowCount;",
  ];
}
