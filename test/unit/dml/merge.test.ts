import {
  ArgumentError,
  bindParam,
  boolean,
  CompileError,
  func,
  InvalidRequestError,
  integer,
  literal,
  MetaData,
  merge,
  mergeAction,
  select,
  text,
  timestamp,
  UnsupportedError,
  update,
  uuid,
  values,
} from "athanor";
import { defaultDialect } from "athanor/default";
import { mariadb, mysql } from "athanor/mysql";
import { type PostgresqlOptions, postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import { fullMerge, type MergeCapabilities } from "../../../src/compiler/merge-capabilities.js";

const metadata = new MetaData();
const stock = metadata.table("stock", {
  id: integer().primaryKey().autoincrement(false),
  name: text().notNull(),
  amount: integer("n").notNull(),
});
const delivery = metadata.table("delivery", {
  id: integer().primaryKey().autoincrement(false),
  name: text().notNull(),
  n: integer(),
  gone: boolean().notNull(),
});
const started = merge(stock).using(delivery, stock.c.id.eq(delivery.c.id));
const row = { id: delivery.c.id, name: delivery.c.name, amount: 1 };
const INTO = "MERGE INTO stock USING delivery ON stock.id = delivery.id";

type Compilable = Parameters<ReturnType<typeof postgresql>["compile"]>[0];
interface Statement {
  readonly node: Compilable;
}
const plain = (options: PostgresqlOptions = {}) => postgresql({ bindCasts: false, ...options });
const sqlOf = ({ node }: Statement, options?: PostgresqlOptions): string => plain(options).compile(node).sql;

describe("MERGE on PostgreSQL", () => {
  test("updates, deletes and inserts, the first clause that fits", () => {
    const statement = started
      .whenMatched(delivery.c.gone.eq(true))
      .thenDelete()
      .whenMatched()
      .thenUpdate({ amount: stock.c.amount.add(delivery.c.n.$notNull()), name: "x" })
      .whenNotMatched(delivery.c.gone.eq(false), delivery.c.n.gt(5))
      .thenInsert(row)
      .whenNotMatched()
      .doNothing()
      .whenNotMatchedBySource(stock.c.amount.gt(2))
      .thenUpdate({ amount: 0 })
      .whenNotMatchedBySource()
      .thenDelete();
    const compiled = plain().compile(statement.node);
    expect(compiled.sql).toBe(
      `${INTO} WHEN MATCHED AND delivery.gone = $1 THEN DELETE` +
        " WHEN MATCHED THEN UPDATE SET name=$2, n=(stock.n + delivery.n)" +
        " WHEN NOT MATCHED AND delivery.gone = $3 AND delivery.n > $4 THEN INSERT (id, name, n) VALUES (delivery.id, delivery.name, $5)" +
        " WHEN NOT MATCHED THEN DO NOTHING" +
        " WHEN NOT MATCHED BY SOURCE AND stock.n > $6 THEN UPDATE SET n=$7 WHEN NOT MATCHED BY SOURCE THEN DELETE",
    );
    expect(compiled.params).toEqual({ gone_1: true, name_1: "x", gone_2: false, n_1: 5, amount_1: 1, amount_2: 2, amount_3: 0 });
    expect(compiled.dml).toMatchObject({ kind: "merge", hasWhere: true, implicitReturning: false });
    expect(compiled.dml?.set.map(({ column }) => column.key)).toEqual(["name", "amount", "id", "name", "amount", "amount"]);
  });

  test("returns what was done, and columns of both sides", () => {
    const statement = started.whenNotMatchedBySource().thenDelete().returning(mergeAction(), stock.c.id, delivery.c.id);
    const compiled = plain().compile(statement.node);
    expect(compiled.sql).toBe(
      `${INTO} WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action() AS action, stock.id, delivery.id AS id_1`,
    );
    expect(compiled.resultColumns?.map(({ key }) => key)).toEqual(["action", "id", "id_1"]);
    expect(sqlOf(started.whenMatched().thenDelete().returning({ what: mergeAction(), all: stock }))).toBe(
      `${INTO} WHEN MATCHED THEN DELETE RETURNING merge_action() AS what, stock.id, stock.name, stock.n`,
    );
  });

  test("a later returning() adds columns", () => {
    const statement = started.whenMatched().thenDelete().returning(stock.c.id).returning(mergeAction());
    expect(sqlOf(statement)).toBe(`${INTO} WHEN MATCHED THEN DELETE RETURNING stock.id, merge_action() AS action`);
  });

  test("takes sources of all kinds", () => {
    const text1 = values("v", { id: integer(), name: text() }).data([{ id: 1, name: "a" }]);
    expect(sqlOf(merge(stock).using(text1, stock.c.id.eq(text1.c.id)).whenMatched().thenUpdate({ name: text1.c.name }))).toBe(
      "MERGE INTO stock USING (VALUES ($1, $2)) AS v (id, name) ON stock.id = v.id WHEN MATCHED THEN UPDATE SET name=v.name",
    );
    const late = select(delivery.c.id)
      .where(delivery.c.n.gt(bindParam("least", integer())))
      .subquery("late");
    expect(sqlOf(merge(stock).using(late, stock.c.id.eq(late.c.id)).whenMatched().thenDelete())).toBe(
      "MERGE INTO stock USING (SELECT delivery.id AS id \nFROM delivery \nWHERE delivery.n > $1) AS late ON stock.id = late.id WHEN MATCHED THEN DELETE",
    );
    const cte = select(delivery.c.id).cte("recent");
    expect(sqlOf(merge(stock).using(cte, stock.c.id.eq(cte.c.id)).whenMatched().thenDelete())).toBe(
      "WITH recent AS \n(SELECT delivery.id AS id \nFROM delivery)\n MERGE INTO stock USING recent ON stock.id = recent.id WHEN MATCHED THEN DELETE",
    );
    const target = stock.alias("t");
    const other = stock.alias("other");
    expect(
      sqlOf(
        merge(target).using(other, target.c.id.eq(other.c.id)).whenMatched().thenUpdate({ name: other.c.name }).returning(other.c.name),
      ),
    ).toBe(
      "MERGE INTO stock AS t USING stock AS other ON t.id = other.id WHEN MATCHED THEN UPDATE SET name=other.name RETURNING other.name",
    );
    const joined = delivery.join(other, delivery.c.id.eq(other.c.id));
    expect(sqlOf(merge(stock).using(joined, stock.c.id.eq(other.c.id)).whenMatched().thenUpdate({ name: delivery.c.name }))).toBe(
      "MERGE INTO stock USING delivery JOIN stock AS other ON delivery.id = other.id ON stock.id = other.id WHEN MATCHED THEN UPDATE SET name=delivery.name",
    );
  });

  test("values may be made of the source's columns", () => {
    const source = values("v", { id: integer(), name: text() }).data([{ id: 1, name: "a" }]);
    const statement = merge(stock)
      .using(source, stock.c.id.eq(source.c.id))
      .whenMatched()
      .thenUpdate(({ name }) => ({ name }))
      .whenNotMatched()
      .thenInsert((columns) => ({ ...columns, amount: 0 }));
    expect(sqlOf(statement)).toBe(
      "MERGE INTO stock USING (VALUES ($1, $2)) AS v (id, name) ON stock.id = v.id WHEN MATCHED THEN UPDATE SET name=v.name" +
        " WHEN NOT MATCHED THEN INSERT (id, name, n) VALUES (v.id, v.name, $3)",
    );
  });

  test("subqueries may name both sides", () => {
    const count = select(func.count()).selectFrom(delivery.alias("d")).where(stock.c.id.gt(5)).scalarSubquery();
    expect(sqlOf(started.whenMatched().thenUpdate({ amount: count.$notNull() }))).toBe(
      `${INTO} WHEN MATCHED THEN UPDATE SET n=(SELECT count(*) AS count_1 \nFROM delivery AS d \nWHERE stock.id > $1)`,
    );
  });

  test("stands in a CTE", () => {
    const gone = started.whenMatched().thenDelete().returning(mergeAction(), stock.c.id).cte("gone");
    expect(sqlOf(select(gone.c.action, gone.c.id))).toBe(
      `WITH gone AS \n(${INTO} WHEN MATCHED THEN DELETE RETURNING merge_action() AS action, stock.id)\n SELECT gone.action, gone.id \nFROM gone`,
    );
  });

  test("carries CTEs, prefixes, suffixes and hints, and its schemas are translated", () => {
    const away = new MetaData({ schema: "old_house" }).table("stock", { id: integer().primaryKey() });
    const extra = select(literal(1).label("one")).cte("extra");
    const statement = merge(away)
      .using(delivery, away.c.id.eq(delivery.c.id))
      .whenMatched()
      .thenDelete()
      .addCte(extra)
      .prefixWith("/* first */")
      .suffixWith("-- last")
      .withHint("ONLY");
    expect(plain().compile(statement.node, { schemaTranslateMap: { old_house: "new_house" } }).sql).toBe(
      "WITH extra AS \n(SELECT $1 AS one)\n MERGE /* first */ INTO ONLY new_house.stock USING delivery ON new_house.stock.id = delivery.id WHEN MATCHED THEN DELETE -- last",
    );
  });

  test("values are parameters or, if asked for, text", () => {
    const statement = started.whenMatched().thenUpdate({ name: bindParam("called", text()), amount: literal(4) });
    expect(plain().compile(statement.node).paramsFor({ called: "x" })).toEqual({ called: "x", param_1: 4 });
    const literals = started.whenMatched().thenUpdate({ name: "it's" });
    expect(plain().compile(literals.node, { literalBinds: true }).sql).toBe(`${INTO} WHEN MATCHED THEN UPDATE SET name='it''s'`);
  });

  test("has what the server's version has", () => {
    const matched = started.whenMatched().thenUpdate({ name: "x" }).whenNotMatched().doNothing();
    const text15 = `${INTO} WHEN MATCHED THEN UPDATE SET name=$1 WHEN NOT MATCHED THEN DO NOTHING`;
    expect(sqlOf(matched, { version: "15.18" })).toBe(text15);
    expect(sqlOf(matched.returning(mergeAction()), { version: "17" })).toBe(`${text15} RETURNING merge_action() AS action`);
    expect(() => sqlOf(matched, { version: "14.9" })).toThrow(
      "The 'postgresql' dialect with current database version settings has no MERGE: use an INSERT with a clause for conflicts, or several statements.",
    );
    expect(() => sqlOf(matched.returning(stock.c.id), { version: "16" })).toThrow(
      "MERGE of the 'postgresql' dialect with current database version settings has no RETURNING.",
    );
    expect(() => sqlOf(matched.whenNotMatchedBySource().thenDelete(), { version: "16" })).toThrow(
      "MERGE of the 'postgresql' dialect with current database version settings has no WHEN NOT MATCHED BY SOURCE.",
    );
    expect(() => plain({ version: "newest" })).toThrow(ArgumentError);
  });
});

describe("values in a MERGE", () => {
  const pier = metadata.table("pier", {
    id: integer().primaryKey().autoincrement(false),
    state: text().notNull().default("open"),
    made: timestamp().default(func.now()),
    changed: timestamp().onUpdate(func.now()),
    seen: integer().onUpdate(() => 5),
    server: integer().serverDefault("7"),
    sum: integer().computed("1 + 2"),
  });
  const piers = merge(pier).using(delivery, pier.c.id.eq(delivery.c.id));

  test("defaults that are values or SQL are inserted", () => {
    const compiled = plain().compile(piers.whenNotMatched().thenInsert({ id: delivery.c.id }).node);
    expect(compiled.sql).toBe(
      "MERGE INTO pier USING delivery ON pier.id = delivery.id WHEN NOT MATCHED THEN INSERT (id, state, made) VALUES (delivery.id, $1, now())",
    );
    expect(compiled.params).toEqual({ state_1: "open" });
  });

  test("columns that change with every UPDATE change, also where nothing else does", () => {
    const statement = piers.whenMatched().thenUpdate({ state: "shut" }).whenNotMatchedBySource().thenUpdate({});
    const compiled = plain().compile(statement.node);
    expect(compiled.sql).toBe(
      "MERGE INTO pier USING delivery ON pier.id = delivery.id WHEN MATCHED THEN UPDATE SET state=$1, changed=now(), seen=$2" +
        " WHEN NOT MATCHED BY SOURCE THEN UPDATE SET changed=now(), seen=$3",
    );
    expect(compiled.params).toEqual({ state_1: "shut", seen_1: 5, seen_2: 5 });
  });

  test("a default that is a function would make one value for all rows", () => {
    const token = metadata.table("token", {
      id: uuid()
        .primaryKey()
        .default(() => crypto.randomUUID()),
      n: integer(),
    });
    const statement = merge(token).using(delivery, token.c.n.eq(delivery.c.n)).whenNotMatched().thenInsert({ n: 1 });
    expect(() => sqlOf(statement)).toThrow(
      new CompileError(
        "thenInsert(): the default of 'id' is a function, which would make one value for all rows that the MERGE inserts: give 'id' explicitly, as a column of the source, a SQL expression or a value.",
      ),
    );
    const explicit = merge(token).using(delivery, token.c.n.eq(delivery.c.n));
    expect(sqlOf(explicit.whenNotMatched().thenInsert({ id: func.gen_random_uuid(uuid()).$notNull() }))).toBe(
      "MERGE INTO token USING delivery ON token.n = delivery.n WHEN NOT MATCHED THEN INSERT (id) VALUES (gen_random_uuid())",
    );
  });

  test("a row of nothing but the database's defaults", () => {
    const counter = metadata.table("counter", { id: integer().primaryKey() });
    expect(sqlOf(merge(counter).using(delivery, counter.c.id.eq(delivery.c.id)).whenNotMatched().thenInsert({}))).toBe(
      "MERGE INTO counter USING delivery ON counter.id = delivery.id WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
    );
  });

  test("columns are those of the target, by key or in a Map", () => {
    // @ts-expect-error no such column
    expect(() => sqlOf(started.whenMatched().thenUpdate({ nope: 1 }))).toThrow("Unconsumed column names: nope");
    expect(sqlOf(started.whenMatched().thenUpdate(new Map([[stock.c.amount, delivery.c.n]])))).toBe(
      `${INTO} WHEN MATCHED THEN UPDATE SET n=delivery.n`,
    );
    expect(() => sqlOf(started.whenMatched().thenUpdate(new Map([[delivery.c.n, 1]])))).toThrow(CompileError);
    expect(() => sqlOf(started.whenMatched().thenUpdate({}))).toThrow("thenUpdate() sets nothing: name at least one column.");
  });
});

describe("a MERGE is refused", () => {
  test("where a row without a partner names the other side", () => {
    expect(() => sqlOf(started.whenNotMatched(stock.c.id.gt(1)).doNothing())).toThrow(
      "MERGE: WHEN NOT MATCHED names 'stock', but only columns of 'delivery' can be named there.",
    );
    expect(() => sqlOf(started.whenNotMatched().thenInsert({ ...row, name: stock.c.name }))).toThrow(
      "MERGE: WHEN NOT MATCHED … INSERT names 'stock', but only columns of 'delivery' can be named there.",
    );
    expect(() => sqlOf(started.whenNotMatchedBySource().thenUpdate({ name: delivery.c.name }))).toThrow(
      "MERGE: WHEN NOT MATCHED BY SOURCE … UPDATE names 'delivery', but only columns of 'stock' can be named there.",
    );
    const stranger = delivery.alias("stranger");
    expect(() => sqlOf(started.whenMatched().thenUpdate({ name: stranger.c.name }))).toThrow(
      "MERGE: WHEN MATCHED … UPDATE names 'stranger', but only columns of 'stock' and 'delivery' can be named there.",
    );
    expect(() => sqlOf(started.whenMatched().thenDelete().returning(stranger.c.name))).toThrow("MERGE: RETURNING names 'stranger'");
  });

  test("without a clause, and with one that gets no rows", () => {
    expect(() => sqlOf(started)).toThrow("A MERGE that does nothing");
    expect(() => started.whenMatched().thenDelete().whenMatched(delivery.c.gone.eq(true))).toThrow(
      new ArgumentError(
        "whenMatched(): an earlier whenMatched() without criteria takes all rows, so that this one would get none: give that one criteria, or put it last.",
      ),
    );
  });

  test("for criteria that are absent, what is no source, and the target itself", () => {
    const vanished: { readonly criterion?: ReturnType<typeof delivery.c.gone.eq> } = {};
    // @ts-expect-error may be undefined
    expect(() => started.whenMatched(vanished.criterion)).toThrow(ArgumentError);
    // @ts-expect-error a criterion is needed
    expect(() => merge(stock).using(delivery)).toThrow(ArgumentError);
    // @ts-expect-error a SELECT is no FROM element
    expect(() => merge(stock).using(select(delivery), stock.c.id.eq(1))).toThrow("use the .subquery() method");
    expect(() => merge(stock).using(stock, stock.c.id.eq(1))).toThrow("give the source an alias");
    // @ts-expect-error a SELECT is no table
    expect(() => merge(select(stock))).toThrow(ArgumentError);
  });

  test("with returnDefaults(), and for parameters by params()", () => {
    const statement = started.whenMatched().thenDelete();
    expect(() => statement.returnDefaults()).toThrow(InvalidRequestError);
    expect(() => statement.params({ a: 1 })).toThrow(UnsupportedError);
  });

  test("where mergeAction() stands outside of returning()", () => {
    expect(() => sqlOf(started.whenMatched(mergeAction().eq("DELETE")).thenDelete())).toThrow(
      "mergeAction() can only be named in returning() of a MERGE.",
    );
    expect(() => sqlOf(update(stock).values({ amount: 1 }).returning(mergeAction()))).toThrow(
      "mergeAction() can only be named in returning() of a MERGE.",
    );
  });

  for (const dialect of [sqlite(), mysql(), mariadb(), defaultDialect()]) {
    test(`on ${dialect.name}`, () => {
      expect(() => dialect.compile(started.whenMatched().thenDelete().node)).toThrow(UnsupportedError);
      expect(() => dialect.compile(started.whenMatched().thenDelete().node)).toThrow(`The '${dialect.name}' dialect`);
    });
  }
});

describe("MERGE of other databases", () => {
  const styled = (merge: Partial<MergeCapabilities>) => defaultDialect({ merge: { ...fullMerge, ...merge } });
  const sqlIn = ({ node }: Statement, style: Partial<MergeCapabilities>): string => styled(style).compile(node).sql;

  describe("in DuckDB's style", () => {
    const duckdb = { action: "merge_action", returning: "target" } as const;

    test("the action is a column, and only the target's columns come back", () => {
      const statement = started.whenMatched().thenDelete();
      expect(sqlIn(statement.returning(mergeAction(), stock.c.id), duckdb)).toBe(
        `${INTO} WHEN MATCHED THEN DELETE RETURNING merge_action AS action, stock.id`,
      );
      expect(() => sqlIn(statement.returning(delivery.c.id), duckdb)).toThrow(
        "MERGE: RETURNING names 'delivery', but only columns of 'stock' can be named there.",
      );
    });
  });

  describe("in SQL Server's style", () => {
    const mssql = { doNothing: false, clauses: "onePerAction", terminator: ";", action: "$action" } as const;

    test("ends with a semicolon, and has one clause for each action", () => {
      const statement = started
        .whenMatched(delivery.c.gone.eq(true))
        .thenDelete()
        .whenMatched()
        .thenUpdate({ name: delivery.c.name })
        .whenNotMatchedBySource()
        .thenDelete()
        .suffixWith("OPTION (HASH JOIN)");
      expect(sqlIn(statement, mssql)).toBe(
        `${INTO} WHEN MATCHED AND delivery.gone = :gone_1 THEN DELETE WHEN MATCHED THEN UPDATE SET name=delivery.name WHEN NOT MATCHED BY SOURCE THEN DELETE OPTION (HASH JOIN);`,
      );
      const twice = started.whenMatched(delivery.c.gone.eq(true)).thenUpdate({ name: "x" }).whenMatched().thenUpdate({ name: "y" });
      expect(() => sqlIn(twice, mssql)).toThrow(
        "MERGE of the 'default' dialect with current database version settings has no second WHEN MATCHED with the same action.",
      );
    });

    test("what does nothing in the end is left out, and refused before other clauses", () => {
      const last = started.whenMatched().thenDelete().whenNotMatched(delivery.c.gone.eq(true)).doNothing();
      expect(sqlIn(last, mssql)).toBe(`${INTO} WHEN MATCHED THEN DELETE;`);
      expect(() => sqlIn(last.whenNotMatched().thenInsert(row), mssql)).toThrow(
        "has no DO NOTHING before another clause about the same rows",
      );
      expect(() => sqlIn(started.whenMatched().doNothing(), mssql)).toThrow("DO NOTHING");
    });
  });

  describe("in Oracle's style", () => {
    const oracle = {
      doNothing: false,
      bySource: false,
      clauses: "one",
      conditions: "where",
      groupedOn: true,
      returning: "none",
      action: null,
    } as const;
    const ORACLE = "MERGE INTO stock USING delivery ON (stock.id = delivery.id)";

    test("conditions stand behind the action", () => {
      const statement = started
        .whenMatched(delivery.c.n.gt(1))
        .thenUpdate({ name: "x" })
        .whenNotMatched(delivery.c.gone.eq(false))
        .thenInsert(row);
      expect(sqlIn(statement, oracle)).toBe(
        `${ORACLE} WHEN MATCHED THEN UPDATE SET name=:name_1 WHERE delivery.n > :n_1` +
          " WHEN NOT MATCHED THEN INSERT (id, name, n) VALUES (delivery.id, delivery.name, :amount_1) WHERE delivery.gone = :gone_1",
      );
    });

    test("a DELETE before the UPDATE of all others is a part of it", () => {
      const statement = started.whenMatched(stock.c.amount.eq(0)).thenDelete().whenMatched();
      expect(sqlIn(statement.thenUpdate({ name: "x" }), oracle)).toBe(
        `${ORACLE} WHEN MATCHED THEN UPDATE SET name=:name_1 DELETE WHERE stock.n = :amount_1`,
      );
      expect(() => sqlIn(statement.thenUpdate({ amount: 1 }), oracle)).toThrow("has no DELETE by a column that the UPDATE changes");
      const conditional = started.whenMatched(stock.c.amount.eq(0)).thenDelete().whenMatched(delivery.c.n.gt(1)).thenUpdate({ name: "x" });
      expect(() => sqlIn(conditional, oracle)).toThrow("has no DELETE beside an UPDATE with a condition of its own");
      expect(() => sqlIn(started.whenMatched().thenDelete(), oracle)).toThrow("has no DELETE without an UPDATE of all other matched rows");
      const after = started.whenMatched(delivery.c.n.gt(1)).thenUpdate({ name: "x" }).whenMatched().thenDelete();
      expect(() => sqlIn(after, oracle)).toThrow("has no DELETE without an UPDATE of all other matched rows");
    });

    test("what it does not have is refused by name", () => {
      const statement = started.whenMatched().thenUpdate({ name: "x" });
      expect(() => sqlIn(statement.whenNotMatchedBySource().thenDelete(), oracle)).toThrow("has no WHEN NOT MATCHED BY SOURCE");
      expect(() => sqlIn(statement.returning(stock.c.id), oracle)).toThrow("has no RETURNING");
      const twice = started.whenNotMatched(delivery.c.gone.eq(true)).thenInsert(row).whenNotMatched().thenInsert(row);
      expect(() => sqlIn(twice, oracle)).toThrow("has no second WHEN NOT MATCHED");
    });
  });
});

test("String() writes all of it", () => {
  const statement = started.whenMatched().thenUpdate({ name: "x" }).whenNotMatchedBySource().thenDelete();
  expect(String(statement)).toBe(`${INTO} WHEN MATCHED THEN UPDATE SET name=:name_1 WHEN NOT MATCHED BY SOURCE THEN DELETE`);
  expect(String(statement.returning(statement.old.c.name))).toContain("RETURNING old.name");
});

test("statements are immutable, and compared by what they say", () => {
  const deleting = started.whenMatched().thenDelete();
  expect(deleting.compare(started.whenMatched().thenDelete())).toBe(true);
  expect(deleting.compare(started.whenNotMatchedBySource().thenDelete())).toBe(false);
  expect(deleting.compare(deleting.whenNotMatched().doNothing())).toBe(false);
  expect(deleting.node.clauses).toHaveLength(1);
});
