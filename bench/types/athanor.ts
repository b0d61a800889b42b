// Fifty tables of ten columns and the queries over them, as athanor's users write them.
import { everyTable } from "./kinds.ts";

/** Fifty tables of ten columns; each but the first refers to the one before it. */
export function tables(): string {
  return [
    'import { boolean, enumOf, func, integer, json, MetaData, numeric, text, timestamp, varchar } from "athanor";',
    "const metadata = new MetaData();",
    ...everyTable((i) =>
      [
        `export const t${i} = metadata.table("table_${i}", {`,
        "  id: integer().primaryKey(),",
        `  parentId: integer("parent_id").notNull().references(() => t${Math.max(0, i - 1)}.c.id, { onDelete: "cascade" }),`,
        `  name${i}: varchar(30).notNull(),`,
        "  title: text(),",
        `  state: enumOf("open", "closed", "state${i}").notNull().default("open"),`,
        "  price: numeric({ precision: 10, scale: 2 }),",
        "  active: boolean().notNull().default(true),",
        `  settings: json().$type<{ theme: string; size${i}: number }>(),`,
        '  createdAt: timestamp("created_at").notNull().serverDefault(func.now()),',
        '  updatedAt: timestamp("updated_at").onUpdate(func.now()),',
        "});",
      ].join("\n"),
    ),
  ].join("\n");
}

/** What stands before the queries. */
export function head(): string[] {
  return [
    'import { and, bindParam, caseWhen, type Connection, deleteFrom, exists, func, insert, integer, not, or, select, text, timestamp, union, update } from "athanor";',
    `import { ${everyTable((i) => `t${i}`).join(", ")} } from "./tables.js";`,
    "declare const conn: Connection;",
  ];
}

export function selectByKey(i: number): string[] {
  return [
    `const statement = select(t${i}).where(t${i}.c.id.eq(bindParam("id", integer())), t${i}.c.active.eq(true));`,
    "const row = (await conn.execute(statement, { id: 5 })).oneOrNone();",
    `return row === null ? null : { id: row.id, name: row.name${i}, theme: row.settings?.theme };`,
  ];
}

export function selectJoin(i: number, j: number, k: number): string[] {
  return [
    `const statement = select(t${i}.c.id, t${i}.c.name${i}, t${j}.c.price, t${j}.c.id, t${k}.c.title, t${k}.c.createdAt)`,
    `  .join(t${j}, t${j}.c.parentId.eq(t${i}.c.id))`,
    `  .outerJoin(t${k}, and(t${k}.c.parentId.eq(t${j}.c.id), t${k}.c.state.ne("closed")))`,
    `  .where(t${i}.c.state.in(["open", "closed"]), or(t${j}.c.title.like(bindParam("like", text())), t${j}.c.title.isNull()))`,
    `  .where(t${i}.c.createdAt.between(bindParam("from", timestamp()), bindParam("to", timestamp())))`,
    `  .orderBy(t${i}.c.createdAt.desc(), t${j}.c.id)`,
    '  .limit(bindParam("limit", integer()))',
    "  .offset(20);",
    'const rows = await conn.execute(statement, { like: "%x%", from: new Date(0), to: new Date(), limit: 10 });',
    `return rows.all().map((row) => [row.id, row.id_1, row.name${i}, row.price, row.title, row.createdAt?.getTime()]);`,
  ];
}

export function selectNested(i: number, j: number, k: number): string[] {
  return [
    `const statement = select({ parent: t${i}, child: t${j}, label: func.upper(t${j}.c.title), total: t${k}.c.id.mul(2).add(1) })`,
    `  .outerJoin(t${j}, t${j}.c.parentId.eq(t${i}.c.id))`,
    `  .join(t${k}, t${k}.c.parentId.eq(t${i}.c.id))`,
    `  .where(t${i}.c.active.eq(true), t${i}.c.createdAt.ge(bindParam("since", timestamp())));`,
    "const rows = (await conn.execute(statement, { since: new Date() })).all();",
    `return rows.map((row) => [row.parent.name${i}, row.child?.settings?.size${j}, row.label, row.total]);`,
  ];
}

export function selectGrouped(i: number, j: number): string[] {
  return [
    `const kind = caseWhen(t${i}.c.id.gt(100), "new").when(t${i}.c.active.eq(false), "gone").else("old");`,
    `const statement = select(t${i}.c.name${i}, kind.label("kind"), func.count(t${j}.c.id).label("n"), func.max(t${j}.c.price).label("most"))`,
    `  .outerJoin(t${j}, t${j}.c.parentId.eq(t${i}.c.id))`,
    `  .where(and(t${i}.c.id.gt(5), t${i}.c.title.ne("x")))`,
    `  .groupBy(t${i}.c.name${i}, kind)`,
    "  .having(func.count().gt(1))",
    `  .orderBy(func.count().desc());`,
    `for (const row of await conn.execute(statement)) if (row.n > 5) return [row.name${i}, row.kind, row.most];`,
    "return null;",
  ];
}

export function selectSubquery(i: number, j: number): string[] {
  return [
    `const latest = select(t${j}.c.parentId, func.max(t${j}.c.createdAt).label("at"), func.count().label("n"))`,
    `  .where(t${j}.c.state.eq("open"))`,
    `  .groupBy(t${j}.c.parentId)`,
    '  .cte("latest");',
    `const statement = select(t${i}.c.id, t${i}.c.title, latest.c.at, latest.c.n).join(latest, latest.c.parentId.eq(t${i}.c.id)).where(latest.c.n.gt(5));`,
    "return (await conn.execute(statement)).all().map((row) => ({ ...row, at: row.at?.getTime() }));",
  ];
}

export function selectExists(i: number, j: number): string[] {
  return [
    `const child = select(t${j}.c.id).where(t${j}.c.parentId.eq(t${i}.c.id), t${j}.c.state.eq("open"));`,
    `const newest = select(func.max(t${j}.c.createdAt)).where(t${j}.c.parentId.eq(t${i}.c.id)).scalarSubquery();`,
    `const statement = select(t${i}.c.id, newest.label("newest")).where(exists(child), t${i}.c.id.in(select(t${j}.c.parentId)));`,
    "return (await conn.execute(statement)).all().map((row) => [row.id, row.newest?.getTime()]);",
  ];
}

export function selectAlias(i: number): string[] {
  return [
    `const parent = t${i}.alias("parent");`,
    `const statement = select({ name: t${i}.c.name${i}, parent: parent.c.name${i}, theme: parent.c.settings })`,
    `  .outerJoin(parent, parent.c.id.eq(t${i}.c.parentId))`,
    `  .where(not(parent.c.title.startsWith("x")), parent.c.id.ne(t${i}.c.id));`,
    `return (await conn.execute(statement)).all().map((row) => [row.name, row.parent, row.theme?.size${i}]);`,
  ];
}

export function selectUnion(i: number, j: number): string[] {
  return [
    `const statement = union(select(t${i}.c.id, t${i}.c.title).where(t${i}.c.active.eq(true)), select(t${j}.c.id, t${j}.c.title));`,
    "return (await conn.execute(statement)).all().map((row) => [row.id, row.title]);",
  ];
}

export function insertRows(i: number): string[] {
  return [
    `const result = await conn.execute(insert(t${i}), [`,
    `  { parentId: 1, name${i}: "a", state: "open" },`,
    `  { parentId: 2, name${i}: "b", settings: { theme: "dark", size${i}: 5 } },`,
    "]);",
    "return result.rowCount;",
  ];
}

export function insertReturning(i: number): string[] {
  return [
    `const statement = insert(t${i})`,
    `  .values({ parentId: 1, name${i}: bindParam("name", text()), price: "1.50", title: func.lower("X") })`,
    `  .returning(t${i}.c.id, t${i}.c.createdAt);`,
    'const row = (await conn.execute(statement, { name: "x" })).one();',
    "return [row.id, row.createdAt.getTime()];",
  ];
}

export function insertFromSelect(i: number, j: number): string[] {
  return [
    `const source = select(t${j}.c.id, t${j}.c.name${j}.concat("!")).where(t${j}.c.active.eq(true));`,
    `return (await conn.execute(insert(t${i}).fromSelect(["parentId", "name${i}"], source))).rowCount;`,
  ];
}

export function update(i: number): string[] {
  return [
    `const statement = update(t${i})`,
    `  .where(t${i}.c.id.eq(bindParam("key", integer())))`,
    `  .values({ name${i}: "y", title: t${i}.c.title.concat("!"), updatedAt: func.now() });`,
    "return (await conn.execute(statement, { key: 5 })).rowCount;",
  ];
}

export function updateMany(i: number): string[] {
  return [
    `const statement = update(t${i}).where(t${i}.c.id.eq(bindParam("key", integer())));`,
    `await conn.execute(statement, [{ key: 1, name${i}: "a" }, { key: 2, state: "closed" }]);`,
    `return (await conn.execute(update(t${i}).values({ active: false }).where(t${i}.c.price.isNull()).returning(t${i}))).all().length;`,
  ];
}

export function deleteRows(i: number, j: number): string[] {
  return [
    `const statement = deleteFrom(t${i}).where(t${i}.c.parentId.eq(t${j}.c.id), t${j}.c.title.startsWith(bindParam("prefix", text())));`,
    'return (await conn.execute(statement, { prefix: "x" })).rowCount;',
  ];
}
