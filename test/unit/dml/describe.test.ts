import {
  ArgumentError,
  bindList,
  bindParam,
  deleteFrom,
  describeStatement,
  func,
  insert,
  integer,
  MetaData,
  merge,
  mergeAction,
  select,
  sql,
  text,
  union,
  update,
} from "athanor";
import { insert as upsert } from "athanor/postgresql";
import { expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", {
  id: integer().primaryKey(),
  name: text().notNull(),
  berth: text().default("none"),
  seen: integer().onUpdate(7),
});
const crew = metadata.table("crew", { id: integer().primaryKey(), boatId: integer("boat_id") }, () => [], { schema: "port" });

const access = (name: string, ...columns: string[]) => ({ table: name, schema: name === "crew" ? "port" : null, columns });

test("a SELECT reads the columns that it names, through aliases, subqueries and CTEs", () => {
  const some = select(boat.c.name, boat.c.id).where(boat.c.berth.eq("x")).subquery("some");
  const b = boat.alias("b");
  const cte = select(crew.c.boatId).cte("hands");
  const told = describeStatement(select(some.c.name, b.c.seen, cte.c.boatId).where(some.c.id.eq(b.c.id)));
  expect(told.kind).toBe("select");
  expect(told.reads).toEqual([access("boat", "id", "name", "berth", "seen"), access("crew", "boatId")]);
  expect(told.writes).toEqual([]);
  expect(told.hasWhere).toBeNull();
  expect(told.returns.map(({ name, type }) => [name, type])).toEqual([
    ["name", "text"],
    ["seen", "integer"],
    ["boatId", "integer"],
  ]);
});

test("an INSERT writes what is given and its defaults; without values it may write all", () => {
  expect(describeStatement(insert(boat).values({ name: "a" })).writes).toEqual([access("boat", "name", "berth")]);
  expect(describeStatement(insert(boat)).writes).toEqual([access("boat", "id", "name", "berth", "seen")]);
  const copied = describeStatement(insert(boat).fromSelect(["name"], select(func.lower("X")).selectFrom(crew)));
  expect([copied.kind, copied.reads, copied.writes]).toEqual(["insert", [access("crew")], [access("boat", "name", "berth")]]);
});

test("a MERGE reads the source and writes what its clauses do", () => {
  const started = merge(boat).using(crew, boat.c.id.eq(crew.c.boatId));
  const told = describeStatement(started.whenMatched().thenUpdate({ name: "a" }).returning(mergeAction(), crew.c.id));
  expect([told.kind, told.reads, told.hasWhere]).toEqual(["merge", [access("crew", "id", "boatId"), access("boat", "id")], null]);
  expect(told.writes).toEqual([access("boat", "name", "seen")]);
  expect(told.returns.map(({ name }) => name)).toEqual(["action", "id"]);
  const inserting = started.whenMatched().doNothing().whenNotMatched().thenInsert({ name: "b" });
  expect(describeStatement(inserting).writes).toEqual([access("boat", "name", "berth")]);
  expect(describeStatement(started.whenMatched().thenDelete()).writes).toEqual([access("boat", "id", "name", "berth", "seen")]);
});

test("ON CONFLICT writes what it sets, and the row that was to be inserted is read from no table", () => {
  const statement = upsert(boat).values({ name: "a" });
  const told = describeStatement(statement.onConflictDoUpdate({ indexElements: ["id"], set: { seen: statement.excluded.id } }));
  expect(told.writes).toEqual([access("boat", "name", "berth", "seen")]);
  expect(told.reads).toEqual([access("boat", "id")]);
});

test("an UPDATE writes what it sets and what is set at each update; it reads its criteria", () => {
  const told = describeStatement(
    update(boat)
      .values({ name: bindParam("who", text()) })
      .where(boat.c.id.eq(crew.c.boatId)),
  );
  expect(told.writes).toEqual([access("boat", "name", "seen")]);
  expect(told.reads).toEqual([access("boat", "id"), access("crew", "boatId")]);
  expect(told.hasWhere).toBe(true);
  expect(describeStatement(update(boat).values({ name: "a" })).hasWhere).toBe(false);
});

test("an UPDATE of a join writes the table whose columns it sets, and reads the others", () => {
  const join = boat.join(crew, boat.c.id.eq(crew.c.boatId));
  const told = describeStatement(update(join).values(new Map([[boat.c.name, "a"]])));
  expect(told.writes).toEqual([access("boat", "name", "seen")]);
  expect(told.reads).toEqual([access("crew", "boatId"), access("boat", "id")]);
});

test("a DELETE writes all columns, also where it stands in a CTE", () => {
  const gone = deleteFrom(crew).where(sql.true).returning(crew.c.id).cte("gone");
  const told = describeStatement(select(gone.c.id));
  expect(told.writes).toEqual([access("crew", "id", "boatId")]);
  expect(told.hasWhere).toBeNull();
  expect(describeStatement(deleteFrom(crew).where(sql.true)).hasWhere).toBe(false);
});

test("parameters have their names and types, and say whether they are required", () => {
  const query = union(
    select(boat.c.id).where(boat.c.name.eq(bindParam("name")), boat.c.id.in(bindList("ids", integer()))),
    select(crew.c.id).where(crew.c.id.gt(bindParam("low", integer(), { value: 3 }))),
  );
  expect(describeStatement(query).parameters).toEqual([
    { name: "name", type: "text", required: true, expanding: false },
    { name: "ids", type: "integer", required: true, expanding: true },
    { name: "low", type: "integer", required: false, expanding: false },
  ]);
  expect(describeStatement(query).kind).toBe("select");
});

test("of text only the parameters are known", () => {
  expect(describeStatement(sql.text("DELETE FROM boat WHERE id = :id"))).toEqual({
    kind: "text",
    reads: [],
    writes: [],
    parameters: [{ name: "id", type: "null", required: true, expanding: false }],
    returns: [],
    hasWhere: null,
  });
  expect(() => describeStatement(boat)).toThrow(new ArgumentError("describeStatement() takes a statement, got a FROM clause (boat)."));
});
