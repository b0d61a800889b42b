import {
  bindList,
  boolean,
  func,
  insert,
  integer,
  json,
  jsonPath,
  literalColumn,
  MetaData,
  select,
  sql,
  tableSample,
  text,
  union,
  update,
  values,
  varchar,
} from "athanor";
import { oracle } from "athanor/oracle";
import { describe, expect, test } from "vitest";

const metadata = new MetaData();
const crew = metadata.table("crew", {
  id: integer().primaryKey(),
  name: varchar(40),
  rating: integer(),
  double: integer().computed("rating * 2"),
  active: boolean(),
  notes: json(),
});
const ship = metadata.table("ship", { id: integer().primaryKey(), captain: integer() });
const port = metadata.table("port", { code: varchar(5).primaryKey() });

const dialect = oracle();
interface Compilable {
  compile(options: { readonly dialect: typeof dialect }): { readonly sql: string; expanded(): { readonly sql: string } };
}

const sqlOf = (statement: Compilable, version?: string): string =>
  statement.compile({ dialect: version === undefined ? dialect : oracle({ version }) }).sql;

describe("what a version decides", () => {
  test("the newest is the default", () => {
    expect(dialect.capabilities).toMatchObject({ paramStyle: "named", nativeBoolean: true, maxIdentifierLength: 128 });
    expect(oracle({ version: "19.3.0.0" }).capabilities).toMatchObject({ nativeBoolean: false, maxIdentifierLength: 128 });
    expect(oracle({ version: "12.1" }).capabilities.maxIdentifierLength).toBe(30);
    expect(() => oracle({ version: "nineteen" })).toThrow("A server's version such as");
  });

  test("a boolean column is a criterion only where booleans are", () => {
    const active = update(crew).where(crew.c.active).values({ rating: 1 });
    expect(sqlOf(active)).toBe("UPDATE crew SET rating=:rating WHERE crew.active");
    expect(sqlOf(active, "19")).toBe("UPDATE crew SET rating=:rating WHERE crew.active = 1");
    const inactive = update(crew).where(crew.c.active.isNot(true)).values({ rating: 1 });
    expect(sqlOf(inactive)).toBe("UPDATE crew SET rating=:rating WHERE crew.active IS NOT TRUE");
    expect(sqlOf(inactive, "19")).toBe("UPDATE crew SET rating=:rating WHERE DECODE(crew.active, 1, 0, 1) = 1");
    expect(sqlOf(select(crew.c.id).where(sql.true), "19")).toBe("SELECT crew.id \nFROM crew \nWHERE 1 = 1");
  });

  test("VALUES are selected one by one where FROM has none", () => {
    const list = values("v", { n: integer(), label: text() }).data([
      [1, "a"],
      [2, "b"],
    ]);
    expect(sqlOf(select(list.c.n))).toBe("SELECT v.n \nFROM (VALUES (:param_1, :param_2), (:param_3, :param_4)) v (n, label)");
    expect(sqlOf(select(list.c.n), "21")).toBe(
      "SELECT v.n \nFROM (SELECT :param_1 AS n, :param_2 AS label FROM DUAL UNION ALL SELECT :param_3, :param_4 FROM DUAL) v",
    );
  });

  test("values out of JSON", () => {
    const found = jsonPath(crew.c.notes, "a", -1);
    const expanded = (version: string, statement: Compilable) => statement.compile({ dialect: oracle({ version }) }).expanded().sql;
    expect(expanded("23", select(found.label("x")))).toBe(`SELECT JSON_QUERY(crew.notes, '$."a"[last]') AS x \nFROM crew`);
    expect(expanded("23", select(found.asInteger().label("x")))).toBe(
      `SELECT JSON_VALUE(crew.notes, '$."a"[last]' RETURNING NUMBER) AS x \nFROM crew`,
    );
    expect(expanded("23", select(found.asBoolean().label("x")))).toBe(
      `SELECT JSON_VALUE(crew.notes, '$."a"[last]' RETURNING BOOLEAN) AS x \nFROM crew`,
    );
    expect(expanded("19", select(found.asBoolean().label("x")))).toBe(
      `SELECT DECODE(JSON_VALUE(crew.notes, '$."a"[last]'), 'true', 1, 'false', 0) AS x \nFROM crew`,
    );
    expect(() => expanded("11", select(found.asString().label("x")))).toThrow("The 'oracle' dialect can't render a jsonAccess construct.");
  });
});

describe("the limit of Oracle 11", () => {
  test("holds for a compound as for a SELECT", () => {
    const ids = union(select(crew.c.id), select(ship.c.id)).limit(3).offset(2);
    expect(sqlOf(ids, "11")).toBe(
      "SELECT anon_1.id \nFROM (SELECT anon_2.id AS id, ROWNUM AS ora_rn \nFROM (SELECT crew.id AS id \nFROM crew UNION SELECT ship.id AS id \nFROM ship) anon_2 \nWHERE ROWNUM <= __[POSTCOMPILE_param_1] + __[POSTCOMPILE_param_2]) anon_1 \nWHERE ora_rn > __[POSTCOMPILE_param_2]",
    );
  });

  test("keeps a CTE before the SELECT, and the keys of rows", () => {
    const some = select(crew.c.id, crew.c.name).cte("some");
    const compiled = select({ who: some.c.name, n: some.c.id })
      .limit(1)
      .compile({ dialect: oracle({ version: "11" }) });
    expect(compiled.sql).toBe(
      "WITH some AS \n(SELECT crew.id AS id, crew.name AS name \nFROM crew)\n SELECT anon_1.who, anon_1.n \nFROM (SELECT some.name AS who, some.id AS n \nFROM some) anon_1 \nWHERE ROWNUM <= __[POSTCOMPILE_param_1]",
    );
    expect(compiled.resultColumns?.map(({ key }) => key)).toEqual(["who", "n"]);
  });

  test("takes all that * gives, but skips only named columns", () => {
    const all = select(literalColumn("*")).selectFrom(crew).limit(1);
    expect(sqlOf(all, "11")).toBe("SELECT * \nFROM (SELECT * \nFROM crew) anon_1 \nWHERE ROWNUM <= __[POSTCOMPILE_param_1]");
    expect(() => sqlOf(all.offset(1), "11")).toThrow("Oracle 11 can't skip rows of a SELECT of * or of text: name its columns.");
  });

  test("has no percentage and no ties", () => {
    expect(() => sqlOf(select(crew.c.id).fetch(5, { percent: true }), "11")).toThrow("Oracle 11 has neither PERCENT nor WITH TIES.");
  });

  test("an UPDATE that returns a computed column warns there, since it is the old value", () => {
    const statement = update(crew).values({ rating: 1 }).returning(crew.c.double);
    expect(statement.compile({ dialect: oracle({ version: "11" }) }).warnings).toHaveLength(1);
    expect(statement.compile({ dialect: oracle({ version: "19" }) }).warnings).toEqual([]);
  });
});

describe("RETURNING", () => {
  test("goes into out parameters with the types of its columns", () => {
    const { slots, sql: written, params } = insert(crew).values({ name: "a" }).returning(crew.c.id, crew.c.name).compile({ dialect });
    expect(written).toBe("INSERT INTO crew (name) VALUES (:name) RETURNING crew.id, crew.name INTO :ret_0, :ret_1");
    expect(slots.filter(({ out }) => out).map(({ name, type }) => [name, type.kind])).toEqual([
      ["ret_0", "integer"],
      ["ret_1", "varchar"],
    ]);
    expect(params).toEqual({ name: "a", ret_0: null, ret_1: null });
  });

  test("an out parameter leaves its name to a value that has it", () => {
    const odd = metadata.table("odd", { id: integer().primaryKey(), ret_0: integer() });
    const compiled = insert(odd).values({ ret_0: 5 }).compile({ dialect });
    expect(compiled.sql).toBe("INSERT INTO odd (ret_0) VALUES (:ret_0) RETURNING odd.id INTO :ret_0_1");
    expect(compiled.params).toEqual({ ret_0: 5, ret_0_1: null });
  });

  test("brings the rows of a bulk INSERT in order, by the driver", () => {
    const statement = insert(crew).returning(crew.c.name).sortByParameterOrder();
    const { sql: written, dml } = statement.compile({ dialect, executemany: true, columnKeys: ["name"] });
    expect(written).toBe("INSERT INTO crew (name) VALUES (:name) RETURNING crew.name INTO :ret_0");
    expect(dml?.bulk).toBeNull();
  });
});

describe("names", () => {
  test("of parameters are quoted where they are reserved, and begin with a letter where a list is spread", () => {
    const odd = metadata.table("odd names", { date: integer().primaryKey(), _x: integer() });
    expect(sqlOf(insert(odd).values({ date: 1, _x: 2 }))).toBe('INSERT INTO "odd names" ("date", "_x") VALUES (:"date", :"_x")');
    const list = select(odd.c.date).where(odd.c._x.in(bindList("1st", integer(), { value: [7, 8] })));
    expect(list.compile({ dialect }).expanded().sql).toBe(
      'SELECT "odd names"."date" \nFROM "odd names" \nWHERE "odd names"."_x" IN (:D1st_1, :D1st_2)',
    );
  });

  test("of labels are no keys of ORDER BY", () => {
    const shouted = func.upper(crew.c.name).label("loud");
    expect(sqlOf(select(shouted).orderBy(shouted.desc()))).toBe(
      "SELECT upper(crew.name) AS loud \nFROM crew ORDER BY upper(crew.name) DESC",
    );
  });
});

describe("SELECT", () => {
  test("hints name their tables, in one comment", () => {
    const c = crew.alias("c");
    const statement = select(c.c.id)
      .selectFrom(c.join(port, sql.true))
      .withHint("INDEX(%(name)s ix)", { selectable: c, dialect: "oracle" })
      .withHint("FULL(%(name)s)", { selectable: port });
    expect(sqlOf(statement)).toBe("SELECT /*+ INDEX(c ix) FULL(port) */ c.id \nFROM crew c JOIN port ON 1 = 1");
  });

  test("a lock names columns", () => {
    const c = crew.alias("c");
    expect(sqlOf(select(c.c.name).withForUpdate({ of: c, skipLocked: true }))).toBe(
      "SELECT c.name \nFROM crew c FOR UPDATE OF c.id SKIP LOCKED",
    );
  });

  test("no version locks rows that it counts", () => {
    const locked = select(crew.c.id).limit(5).withForUpdate();
    for (const version of ["23", "19", "11"])
      expect(() => sqlOf(locked, version)).toThrow(
        "Oracle can't lock the rows of a SELECT with a limit: select their keys, and lock those by another SELECT.",
      );
  });

  test("samples by its own word", () => {
    const some = tableSample(crew, 5, { name: "s", seed: 1 });
    expect(select(some.c.id).compile({ dialect }).expanded().sql).toBe("SELECT s.id \nFROM crew SAMPLE BLOCK (5) SEED (1) s");
    const other = tableSample(crew, func("reservoir")(5), { name: "s" });
    expect(() => sqlOf(select(other.c.id))).toThrow("Oracle samples a table by bernoulli() or system() alone.");
  });

  test("bits, patterns and groups of text", () => {
    const { rating, name } = crew.c;
    expect(sqlOf(select(rating.bitwiseOr(4).label("x")))).toBe(
      "SELECT (crew.rating + :rating_1 - BITAND(crew.rating, :rating_1)) AS x \nFROM crew",
    );
    expect(sqlOf(select(name.regexpReplace("a", "b", { flags: "i" }).label("x")))).toBe(
      "SELECT REGEXP_REPLACE(crew.name, :name_1, :name_2, 1, 0, 'i') AS x \nFROM crew",
    );
    const names = select(func.aggregateStrings(name, ", ").label("x"));
    expect(names.compile({ dialect }).expanded().sql).toBe("SELECT LISTAGG(crew.name, ', ') AS x \nFROM crew");
    expect(sqlOf(select(literalColumn("1")).where(name.match("x")))).toContain("CONTAINS (crew.name, :name_1) > 0");
  });
});
