import {
  bindParam,
  deleteFrom,
  exists,
  func,
  insert,
  integer,
  json,
  jsonPath,
  MetaData,
  Sequence,
  select,
  text,
  union,
  update,
  varchar,
} from "athanor";
import { mssql } from "athanor/mssql";
import { insert as upsert } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: text(), rating: integer(), facts: json() });
const ship = metadata.table("ship", { id: integer().primaryKey(), captain: integer() }, () => [], { schema: "Fleet.dbo" });
const order = select(crew.c.id).orderBy(crew.c.name);

type Compilable = Parameters<ReturnType<typeof mssql>["compile"]>[0];
interface Statement {
  readonly node: Compilable;
}
const sqlOf = ({ node }: Statement, dialect = mssql()): string => dialect.compile(node).sql;
const filledIn = ({ node }: Statement, dialect = mssql()): string => dialect.compile(node).expanded().sql;

describe("parameters", () => {
  test("are named after their number", () => {
    const statement = update(crew)
      .values({ name: "a" })
      .where(crew.c.id.eq(bindParam("x'y", integer(), { value: 4 })), crew.c.name.ne("b"));
    const compiled = mssql().compile(statement.node);
    expect(compiled.sql).toBe("UPDATE crew SET name=@p1 WHERE crew.id = @p2 AND crew.name != @p3");
    expect(compiled.positional).toEqual(["name", "x'y", "name_1"]);
  });

  test("stand in the text where none may: TOP and frames", () => {
    const frame = func.sum(crew.c.rating).over({ orderBy: [crew.c.id], rows: [-2, 0] });
    const statement = select(frame).where(crew.c.rating.gt(3)).limit(5);
    expect(filledIn(statement)).toBe(
      "SELECT TOP 5 sum(crew.rating) OVER (ORDER BY crew.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS anon_1 \nFROM crew \nWHERE crew.rating > @p1",
    );
  });
});

describe("the first rows", () => {
  test("TOP takes any number", () => {
    expect(filledIn(order.distinct().limit(3))).toBe("SELECT DISTINCT TOP 3 crew.id \nFROM crew ORDER BY crew.name");
    expect(sqlOf(select(crew.c.id).limit(bindParam("n", integer())))).toBe("SELECT TOP (@p1) crew.id \nFROM crew");
    expect(filledIn(order.fetch(10, { percent: true, withTies: true }))).toBe(
      "SELECT TOP 10 PERCENT WITH TIES crew.id \nFROM crew ORDER BY crew.name",
    );
  });

  test("a compound has OFFSET, and needs an order", () => {
    const both = union(select(crew.c.id), select(ship.c.id));
    expect(sqlOf(both.orderBy(crew.c.id).limit(3))).toBe(
      "SELECT crew.id \nFROM crew UNION SELECT [Fleet].dbo.ship.id \nFROM [Fleet].dbo.ship ORDER BY id\n OFFSET 0 ROWS\n FETCH FIRST @p1 ROWS ONLY",
    );
    expect(() => sqlOf(both.limit(3))).toThrow("MSSQL requires an order_by");
  });

  test("before 2012 rows are counted, and the columns keep their names", () => {
    const old = mssql({ version: "10.50.6000.34" });
    const statement = select(crew.c.id, func.lower(crew.c.name), crew.c.id).orderBy(crew.c.name.desc()).offset(4);
    const compiled = old.compile(statement.node);
    expect(compiled.sql).toBe(
      "SELECT anon_1.id, anon_1.lower_1, anon_1.id AS id_1 \nFROM (SELECT crew.id AS id, lower(crew.name) AS lower_1, crew.id AS id__1, ROW_NUMBER() OVER (ORDER BY crew.name DESC) AS mssql_rn \nFROM crew) AS anon_1 \nWHERE mssql_rn > @p1",
    );
    expect(compiled.resultColumns?.map(({ key }) => key)).toEqual(["id", "lower_1", "id_1"]);
    const labelled = select(crew.c.id, crew.c.rating.mul(2).label("twice")).orderBy("twice").offset(1);
    expect(sqlOf(labelled.withHint("WITH (NOLOCK)", { selectable: crew }).suffixWith("OPTION (MAXDOP 1)"), old)).toBe(
      "SELECT anon_1.id, anon_1.twice \nFROM (SELECT crew.id AS id, crew.rating * @p1 AS twice, ROW_NUMBER() OVER (ORDER BY crew.rating * @p1) AS mssql_rn \nFROM crew WITH (NOLOCK)) AS anon_1 \nWHERE mssql_rn > @p2 OPTION (MAXDOP 1) ",
    );
    expect(() => sqlOf(order.distinct().offset(4), old)).toThrow("can't skip rows of a SELECT DISTINCT");
  });

  test("before 2012 rows of a subquery are counted among those of the enclosing row", () => {
    const last = select(ship.c.id).where(ship.c.captain.eq(crew.c.id)).orderBy(ship.c.id).limit(1).offset(1);
    expect(sqlOf(select(crew.c.name, last.scalarSubquery().label("second")), mssql({ version: "10" }))).toBe(
      "SELECT crew.name, (SELECT anon_1.id \nFROM (SELECT [Fleet].dbo.ship.id AS id, ROW_NUMBER() OVER (ORDER BY [Fleet].dbo.ship.id) AS mssql_rn \nFROM [Fleet].dbo.ship \nWHERE [Fleet].dbo.ship.captain = crew.id) AS anon_1 \nWHERE mssql_rn > @p1 AND mssql_rn <= @p2 + @p1) AS second \nFROM crew",
    );
  });
});

test("a query inside of another has no order, unless it has a limit", () => {
  const inner = order.subquery("s");
  expect(sqlOf(select(inner.c.id))).toBe("SELECT s.id \nFROM (SELECT crew.id AS id \nFROM crew) AS s");
  expect(sqlOf(select(crew.c.id).where(crew.c.id.in(order)))).not.toContain("ORDER BY");
  const first = order.limit(2).subquery("s");
  expect(filledIn(select(first.c.id))).toBe("SELECT s.id \nFROM (SELECT TOP 2 crew.id AS id \nFROM crew ORDER BY crew.name) AS s");
  const copied = insert(crew).fromSelect(["name"], select(crew.c.name).orderBy(crew.c.id));
  expect(sqlOf(copied)).toBe("INSERT INTO crew (name) SELECT crew.name \nFROM crew ORDER BY crew.id");
});

describe("OUTPUT", () => {
  test("names the rows before and after a change", () => {
    const statement = update(crew).values({ rating: 5 });
    expect(sqlOf(statement.returning(statement.old.c.rating, statement.new.c.rating, crew.c.id))).toBe(
      "UPDATE crew SET rating=@p1 OUTPUT deleted.rating, inserted.rating AS rating_1, inserted.id",
    );
  });

  test("one expression given twice is one", () => {
    const double = crew.c.rating.mul(2);
    expect(sqlOf(deleteFrom(crew).returning(double, double))).toBe(
      "DELETE FROM crew OUTPUT deleted.rating * @p1 AS anon_1, deleted.rating * @p1 AS anon__1",
    );
  });

  test("of a target with an alias", () => {
    const c = crew.alias("c");
    const criterion = exists(select(ship.c.id).where(ship.c.captain.eq(c.c.id)));
    expect(sqlOf(deleteFrom(c).where(criterion).returning(c.c.id))).toBe(
      "DELETE FROM c OUTPUT deleted.id FROM crew AS c WHERE EXISTS (SELECT [Fleet].dbo.ship.id \nFROM [Fleet].dbo.ship \nWHERE [Fleet].dbo.ship.captain = c.id)",
    );
  });
});

test("what is in JSON is a value or JSON", () => {
  expect(sqlOf(select(jsonPath(crew.c.facts, "a", 0)))).toContain("JSON_QUERY(crew.facts, @p1)");
  expect(sqlOf(select(crew.c.id).where(jsonPath(crew.c.facts, "a", 0).asInteger().gt(3)))).toContain(
    "CASE JSON_VALUE(crew.facts, @p1) WHEN NULL THEN NULL ELSE CAST(JSON_VALUE(crew.facts, @p1) AS INTEGER) END > @p2",
  );
  const fromEnd = select(jsonPath(crew.c.facts, "a", -1)).compile({ dialect: mssql() });
  expect(() => fromEnd.driverParams()).toThrow("SQL Server counts from the start of an array");
});

test("a collation has no quotes, and is nothing else", () => {
  expect(sqlOf(order.orderBy(crew.c.name.collate("Latin1_General_CI_AS")))).toContain("crew.name COLLATE Latin1_General_CI_AS");
  expect(() => sqlOf(select(crew.c.name.collate("x; DROP TABLE crew")))).toThrow("is no collation that SQL Server could have");
});

test("a dot in a schema's name parts the database from its owner, and within brackets it does not", () => {
  const of = (schema: string): string => sqlOf(select(new MetaData().table("t", { id: integer() }, () => [], { schema }).c.id));
  expect(of("db.owner")).toContain("FROM db.owner.t");
  expect(of("[my.db].Owner")).toContain("FROM [my.db].[Owner].t");
  expect(of("a]b")).not.toContain("FROM a]b");
});

test("sequences count, since 2012", () => {
  const ticket = new MetaData().table("ticket", {
    id: integer()
      .sequence(new Sequence("Ticket", { schema: "db.x" }))
      .primaryKey(),
    title: varchar(9),
  });
  expect(sqlOf(insert(ticket).values({ title: "a" }))).toBe(
    "INSERT INTO ticket (id, title) OUTPUT inserted.id VALUES (NEXT VALUE FOR db.x.[Ticket], @p1)",
  );
  expect(sqlOf(insert(ticket).values({ title: "a" }), mssql({ version: "10.0" }))).toBe(
    "INSERT INTO ticket (title) OUTPUT inserted.id VALUES (@p1)",
  );
});

test("ON CONFLICT is refused", () => {
  expect(() => sqlOf(upsert(crew).values({ id: 1 }).onConflictDoNothing())).toThrow(
    "The 'mssql' dialect can't render a onConflict construct.",
  );
});

test("a year is no version", () => {
  expect(() => mssql({ version: "2008" })).toThrow(`The version of SQL Server is a number such as "16.0", not a year: got '2008'.`);
});
