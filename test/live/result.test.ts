import {
  bindParam,
  func,
  InvalidRequestError,
  insert,
  integer,
  MetaData,
  MultipleResultsFound,
  NoResultFound,
  select,
  sql,
  text,
  update,
} from "athanor";
import { beforeAll, describe, expect, test } from "vitest";
import { onEveryDoor } from "./support/backends.js";

const metadata = new MetaData();
const users = metadata.table("user", { id: integer().primaryKey(), name: text().notNull(), nick: text() });
const emails = metadata.table("email", {
  id: integer().primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.c.id),
  address: text("email_address").notNull(),
});

onEveryDoor(({ memory }) => {
  const open = async () => {
    const conn = await memory().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(users), [
      { name: "ann", nick: null },
      { name: "bob", nick: "bobby" },
      { name: "cid", nick: null },
    ]);
    await conn.execute(insert(emails), [
      { userId: 1, address: "ann@example.org" },
      { userId: 1, address: "a@example.org" },
    ]);
    return conn;
  };
  let conn: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    conn = await open();
  });

  const named = select(users.c.id, users.c.name).orderBy(users.c.id);
  const none = named.where(users.c.id.gt(bindParam("n", integer())));
  const some = (n: number) => conn.execute(none, { n });

  test("all, tuples, scalars, first, keys, rowCount", async () => {
    expect((await conn.execute(named)).all()).toEqual([
      { id: 1, name: "ann" },
      { id: 2, name: "bob" },
      { id: 3, name: "cid" },
    ]);
    expect((await conn.execute(named)).tuples()).toEqual([
      [1, "ann"],
      [2, "bob"],
      [3, "cid"],
    ]);
    expect((await conn.execute(named)).scalars()).toEqual([1, 2, 3]);
    expect((await conn.execute(named)).first()).toEqual({ id: 1, name: "ann" });
    const result = await conn.execute(named);
    expect([result.keys(), result.rowCount, result.returnsRows]).toEqual([["id", "name"], 3, true]);
    expect((await some(5)).keys()).toEqual(["id", "name"]);
  });

  test("one, oneOrNone and scalarOne want one row", async () => {
    expect((await some(2)).one()).toEqual({ id: 3, name: "cid" });
    expect((await some(2)).oneOrNone()).toEqual({ id: 3, name: "cid" });
    expect((await some(2)).scalarOne()).toBe(3);
    for (const call of ["one", "oneOrNone", "scalarOne"] as const) {
      const many = await some(1);
      expect(() => many[call]()).toThrow(MultipleResultsFound);
    }
    for (const call of ["one", "scalarOne"] as const) {
      const empty = await some(9);
      expect(() => empty[call]()).toThrow(NoResultFound);
      expect(() => empty[call]()).toThrow(InvalidRequestError);
    }
  });

  test("without rows there is null, or nothing", async () => {
    expect((await some(9)).all()).toEqual([]);
    expect((await some(9)).tuples()).toEqual([]);
    expect((await some(9)).scalars()).toEqual([]);
    expect((await some(9)).first()).toBeNull();
    expect((await some(9)).oneOrNone()).toBeNull();
    expect((await some(9)).scalar()).toBeNull();
    expect([...(await some(9))]).toEqual([]);
    expect([...(await some(9)).partitions(2)]).toEqual([]);
    expect(await conn.scalar(none, { n: 9 })).toBeNull();
    expect(await conn.scalars(none, { n: 9 })).toEqual([]);
  });

  test("conn.scalar() and conn.scalars() are the short ways", async () => {
    expect(await conn.scalar(named)).toBe(1);
    expect(await conn.scalars(select(users.c.name).orderBy(users.c.name.desc()))).toEqual(["cid", "bob", "ann"]);
    expect(await conn.scalar(select(func.count()).selectFrom(users))).toBe(3);
  });

  test("a row is given once: each call takes what is left", async () => {
    const result = await conn.execute(named);
    for (const { id } of result) if (id === 1) break;
    expect(result.all()).toEqual([
      { id: 2, name: "bob" },
      { id: 3, name: "cid" },
    ]);
    expect(result.all()).toEqual([]);
    expect(result.first()).toBeNull();
    const other = await conn.execute(named);
    const [page] = other.partitions(2);
    expect(page?.map((row) => row.id)).toEqual([1, 2]);
    expect(other.scalars()).toEqual([3]);
    const first = await conn.execute(named);
    expect([first.first()?.id, first.all()]).toEqual([1, []]);
  });

  test("partitions of a size", async () => {
    const result = await conn.execute(named);
    expect([...result.partitions(2)].map((page) => page.map((row) => row.id))).toEqual([[1, 2], [3]]);
    for (const size of [0, -1, 1.5, Number.NaN]) expect(() => result.partitions(size)).toThrow("partitions() needs a whole number");
  });

  test("rows are plain objects", async () => {
    const row = (await conn.execute(named)).first();
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(JSON.stringify(row)).toBe('{"id":1,"name":"ann"}');
  });

  describe("names", () => {
    test("two columns of one name are told apart", async () => {
      const both = select(users.c.id, emails.c.id, users.c.id.add(1), func.lower(users.c.name), func.lower(emails.c.address))
        .join(emails, emails.c.userId.eq(users.c.id))
        .orderBy(emails.c.id);
      const result = await conn.execute(both);
      expect(result.first()).toEqual({ id: 1, id_1: 1, anon_1: 2, lower_1: "ann", lower_2: "ann@example.org" });
    });

    test("the key names a column, not its name in SQL", async () => {
      expect((await conn.execute(select(emails).limit(1))).one()).toEqual({ id: 1, userId: 1, address: "ann@example.org" });
    });

    test("text has its own names, of which none is lost", async () => {
      const result = await conn.execute(sql.text("SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a"));
      expect(result.keys()).toEqual(["a", "a_1", "b", "a_2"]);
      expect(result.all()).toEqual([{ a: 1, a_1: 2, b: 3, a_2: 4 }]);
    });

    test("a name that objects have in another meaning is a name like others", async () => {
      const row = (
        await conn.execute(select(users.c.id.label("__proto__"), users.c.name.label("constructor")).orderBy(users.c.id))
      ).first();
      expect(Object.entries(row ?? {})).toEqual([
        ["__proto__", 1],
        ["constructor", "ann"],
      ]);
      expect(Object.keys((await conn.execute(sql.text('SELECT 1 AS "__proto__"'))).one())).toEqual(["__proto__"]);
    });
  });

  describe("nested rows", () => {
    test("a table is a row of its own", async () => {
      const nested = select({ user: users, address: emails.c.address }).join(emails, emails.c.userId.eq(users.c.id)).orderBy(emails.c.id);
      const result = await conn.execute(nested);
      expect(result.keys()).toEqual(["user", "address"]);
      expect(result.first()).toEqual({ user: { id: 1, name: "ann", nick: null }, address: "ann@example.org" });
    });

    test("where an outer join finds nothing it is null", async () => {
      const outer = select({ user: users, email: emails })
        .outerJoin(emails, emails.c.userId.eq(users.c.id))
        .orderBy(users.c.id, emails.c.id);
      expect((await conn.execute(outer)).all().map(({ user, email }) => [user.name, email?.address ?? null])).toEqual([
        ["ann", "ann@example.org"],
        ["ann", "a@example.org"],
        ["bob", null],
        ["cid", null],
      ]);
      expect((await conn.execute(outer)).all()[2]).toEqual({ user: { id: 2, name: "bob", nick: "bobby" }, email: null });
    });

    test("a row whose columns are NULL, but not its key, is there", async () => {
      const some = select({ user: users }).where(users.c.nick.isNull()).orderBy(users.c.id);
      expect((await conn.execute(some)).first()).toEqual({ user: { id: 1, name: "ann", nick: null } });
    });

    test("a subquery without a key is null where all its columns are", async () => {
      const latest = select(emails.c.userId, func.max(emails.c.id).label("latest")).groupBy(emails.c.userId).subquery("latest");
      const outer = select({ name: users.c.name, latest }).outerJoin(latest, latest.c.userId.eq(users.c.id)).orderBy(users.c.id);
      expect((await conn.execute(outer)).all()).toEqual([
        { name: "ann", latest: { userId: 1, latest: 2 } },
        { name: "bob", latest: null },
        { name: "cid", latest: null },
      ]);
    });

    test("tuples are flat", async () => {
      const nested = select({ user: users, n: users.c.id.add(1) }).orderBy(users.c.id);
      expect((await conn.execute(nested)).tuples()[0]).toEqual([1, "ann", null, 2]);
    });
  });

  test("bytes are a plain Uint8Array on every driver", async () => {
    const row = (await conn.execute(sql.text("SELECT x'0102' AS bytes"))).one();
    expect(row.bytes).toEqual(new Uint8Array([1, 2]));
    expect(Object.getPrototypeOf(row.bytes)).toBe(Uint8Array.prototype);
  });

  describe("of a statement without rows", () => {
    test("has no row methods at run time either", async () => {
      const done: unknown = await conn.execute(update(users).values({ nick: null }).where(users.c.id.eq(3)));
      for (const call of ["all", "one", "oneOrNone", "first", "tuples", "scalar", "scalars", "scalarOne", "keys"]) {
        const method: unknown = Reflect.get(Object(done), call);
        if (typeof method !== "function") throw new Error(call);
        expect(() => Reflect.apply(method, done, [])).toThrow(InvalidRequestError);
        expect(() => Reflect.apply(method, done, [])).toThrow("does not return rows");
      }
      expect(() => [...(done as Iterable<unknown>)]).toThrow(InvalidRequestError);
      expect(Reflect.get(Object(done), "returnsRows")).toBe(false);
    });

    test("tells how many rows it has touched", async () => {
      expect((await conn.execute(update(users).values({ nick: null }))).rowCount).toBe(3);
      expect((await conn.execute(update(users).values({ nick: null }).where(users.c.id.gt(9)))).rowCount).toBe(0);
      expect((await conn.execute(sql.text("UPDATE user SET nick = 'x' WHERE id < 3"))).rowCount).toBe(2);
    });

    test("DDL and the like have neither rows nor keys", async () => {
      const done = await conn.execute(sql.text("CREATE TABLE other (id INTEGER)"));
      expect([done.returnsRows, done.rowCount]).toEqual([false, 0]);
      expect(() => done.all()).toThrow(InvalidRequestError);
    });

    test("RETURNING has rows, and its result no primary key", async () => {
      const result = await conn.execute(insert(users).values({ name: "dan" }).returning(users.c.name));
      expect([result.returnsRows, result.scalarOne()]).toEqual([true, "dan"]);
      expect(() => Reflect.get(result, "insertedPrimaryKey")).toThrow(InvalidRequestError);
    });
  });
});
