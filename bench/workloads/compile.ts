import { strict as assert } from "node:assert";
import { deleteFrom, insert, select, update } from "athanor";
import { postgresql } from "athanor/postgresql";
import { and, desc, eq, gt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import knexMaker from "knex";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import pg from "pg";
import type { Peer, Workload } from "../contest.ts";
import { type KyselyTables, pgItems, pgOrders, pgPeople } from "../peers-schema.ts";
import { items, madePeople, orders, people } from "../schema.ts";

const dialect = postgresql();
const kysely = new Kysely<KyselyTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const knex = knexMaker({ client: "pg" });
const drizzled = drizzle({ client: new pg.Pool() });

interface Text {
  readonly sql: string;
  readonly values: number;
}

/** A compilation: gives the text and the number of its values. */
type Compile = (turn: number) => Text;

function peer(name: string, compile: Compile, expected: { readonly values: number; readonly begins: string }): Peer {
  let last: Text = { sql: "", values: 0 };
  return {
    name,
    prepare: () => ({
      run(times) {
        for (let turn = 0; turn < times; turn += 1) last = compile(turn);
      },
      check() {
        assert.equal(last.values, expected.values, `${name}: ${last.sql}`);
        assert.ok(last.sql.toLowerCase().startsWith(expected.begins), last.sql);
      },
    }),
  };
}

interface Ways {
  readonly athanor: Compile;
  /** Nothing is found in the cache. */
  readonly first: Compile;
  readonly hoisted: Compile;
  readonly kysely: Compile;
  readonly drizzle: Compile;
  readonly knex: Compile;
}

function workload(name: string, expected: { readonly values: number; readonly begins: string }, ways: Ways): Workload {
  return {
    group: "compile",
    name,
    unit: "statement",
    rounds: 21,
    base: () => "kysely",
    peers: [
      peer("kysely", ways.kysely, expected),
      peer("athanor", ways.athanor, expected),
      peer("athanor, first time", ways.first, expected),
      peer("athanor, hoisted", ways.hoisted, expected),
      peer("drizzle", ways.drizzle, expected),
      peer("knex", ways.knex, expected),
    ],
  };
}

type Compiled = ReturnType<typeof dialect.compile>;

interface Compilable {
  readonly node: Parameters<typeof dialect.compileAnew>[0];
  compile(options: { readonly dialect: typeof dialect }): Compiled;
}

function ours(statement: Compilable): Text {
  const { sql, values } = statement.compile({ dialect }).toDriver();
  return { sql, values: values.length };
}

function oursAnew({ node }: Compilable): Text {
  const { sql, values } = dialect.compileAnew(node).toDriver();
  return { sql, values: values.length };
}

const fromKysely = (query: { compile(): { readonly sql: string; readonly parameters: readonly unknown[] } }): Text => {
  const { sql, parameters } = query.compile();
  return { sql, values: parameters.length };
};
const fromDrizzle = (query: { toSQL(): { readonly sql: string; readonly params: readonly unknown[] } }): Text => {
  const { sql, params } = query.toSQL();
  return { sql, values: params.length };
};
const fromKnex = (query: { toSQL(): { toNative(): { readonly sql: string; readonly bindings: readonly unknown[] } } }): Text => {
  const { sql, bindings } = query.toSQL().toNative();
  return { sql, values: bindings.length };
};

const person = (turn: number) => ({ name: "a", email: "a@example.org", age: turn & 63, city: "Lima" });
const hundred = madePeople(100);

const insertOne = (turn: number) => insert(people).values(person(turn)).returning(people.c.id);
const updateOne = (turn: number) => update(people).values({ name: "b" }).where(people.c.id.eq(turn));
const deleteOne = (turn: number) => deleteFrom(people).where(people.c.id.eq(turn)).returning(people.c.name);
const selectJoined = (turn: number) =>
  select(people.c.id, people.c.name, orders.c.total, items.c.label)
    .join(orders, orders.c.personId.eq(people.c.id))
    .join(items, items.c.orderId.eq(orders.c.id))
    .where(people.c.age.gt(turn), people.c.city.eq("Lima"))
    .orderBy(orders.c.total.desc())
    .limit(20);
const insertHundred = () => insert(people).values(hundred);

const hoistedInsert = insertOne(1);
const hoistedUpdate = updateOne(1);
const hoistedDelete = deleteOne(1);
const hoistedSelect = selectJoined(1);
const hoistedHundred = insertHundred();

export const compileWorkloads: readonly Workload[] = [
  workload(
    "insert returning",
    { values: 4, begins: "insert into" },
    {
      athanor: (turn) => ours(insertOne(turn)),
      first: (turn) => oursAnew(insertOne(turn)),
      hoisted: () => ours(hoistedInsert),
      kysely: (turn) => fromKysely(kysely.insertInto("people").values(person(turn)).returning("id")),
      drizzle: (turn) => fromDrizzle(drizzled.insert(pgPeople).values(person(turn)).returning({ id: pgPeople.id })),
      knex: (turn) => fromKnex(knex("people").insert(person(turn)).returning("id")),
    },
  ),
  workload(
    "update by key",
    { values: 2, begins: "update" },
    {
      athanor: (turn) => ours(updateOne(turn)),
      first: (turn) => oursAnew(updateOne(turn)),
      hoisted: () => ours(hoistedUpdate),
      kysely: (turn) => fromKysely(kysely.updateTable("people").set({ name: "b" }).where("id", "=", turn)),
      drizzle: (turn) => fromDrizzle(drizzled.update(pgPeople).set({ name: "b" }).where(eq(pgPeople.id, turn))),
      knex: (turn) => fromKnex(knex("people").update({ name: "b" }).where("id", turn)),
    },
  ),
  workload(
    "delete returning",
    { values: 1, begins: "delete from" },
    {
      athanor: (turn) => ours(deleteOne(turn)),
      first: (turn) => oursAnew(deleteOne(turn)),
      hoisted: () => ours(hoistedDelete),
      kysely: (turn) => fromKysely(kysely.deleteFrom("people").where("id", "=", turn).returning("name")),
      drizzle: (turn) => fromDrizzle(drizzled.delete(pgPeople).where(eq(pgPeople.id, turn)).returning({ name: pgPeople.name })),
      knex: (turn) => fromKnex(knex("people").where("id", turn).delete().returning("name")),
    },
  ),
  workload(
    "select with two joins",
    { values: 3, begins: "select" },
    {
      athanor: (turn) => ours(selectJoined(turn)),
      first: (turn) => oursAnew(selectJoined(turn)),
      hoisted: () => ours(hoistedSelect),
      kysely: (turn) =>
        fromKysely(
          kysely
            .selectFrom("people")
            .innerJoin("orders", "orders.person_id", "people.id")
            .innerJoin("items", "items.order_id", "orders.id")
            .select(["people.id", "people.name", "orders.total", "items.label"])
            .where("people.age", ">", turn)
            .where("people.city", "=", "Lima")
            .orderBy("orders.total", "desc")
            .limit(20),
        ),
      drizzle: (turn) =>
        fromDrizzle(
          drizzled
            .select({ id: pgPeople.id, name: pgPeople.name, total: pgOrders.total, label: pgItems.label })
            .from(pgPeople)
            .innerJoin(pgOrders, eq(pgOrders.personId, pgPeople.id))
            .innerJoin(pgItems, eq(pgItems.orderId, pgOrders.id))
            .where(and(gt(pgPeople.age, turn), eq(pgPeople.city, "Lima")))
            .orderBy(desc(pgOrders.total))
            .limit(20),
        ),
      knex: (turn) =>
        fromKnex(
          knex("people")
            .join("orders", "orders.person_id", "people.id")
            .join("items", "items.order_id", "orders.id")
            .select("people.id", "people.name", "orders.total", "items.label")
            .where("people.age", ">", turn)
            .where("people.city", "Lima")
            .orderBy("orders.total", "desc")
            .limit(20),
        ),
    },
  ),
  workload(
    "insert of 100 rows",
    { values: 400, begins: "insert into" },
    {
      athanor: () => ours(insertHundred()),
      first: () => oursAnew(insertHundred()),
      hoisted: () => ours(hoistedHundred),
      kysely: () => fromKysely(kysely.insertInto("people").values(hundred)),
      drizzle: () => fromDrizzle(drizzled.insert(pgPeople).values(hundred)),
      knex: () => fromKnex(knex("people").insert(hundred)),
    },
  ),
];
