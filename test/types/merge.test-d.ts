import { bindParam, deleteFrom, func, insert, integer, merge, mergeAction, select, sql, text, update, values } from "athanor";
import { insert as upsert } from "athanor/postgresql";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, type None, parametersOf, rowOf, str, users } from "./support.js";

const staged = values("staged", { id: integer(), name: text(), note: text().nullable() });
const started = merge(users).using(staged, users.c.id.eq(staged.c.id));
const row = { name: staged.c.name };

describe("MERGE", () => {
  test("says first with what it merges, and then what happens", () => {
    // @ts-expect-error no source yet
    merge(users).whenMatched();
    // @ts-expect-error which rows belong together?
    merge(users).using(staged);
    // @ts-expect-error a SELECT must be made a subquery
    merge(users).using(select(users), users.c.id.eq(1));
    // @ts-expect-error a subquery is no target
    merge(select(users.c.id).subquery("s"));
    // @ts-expect-error what then?
    conn.execute(started.whenMatched());
    // @ts-expect-error nothing is deleted that is not there
    started.whenNotMatched().thenDelete();
    // @ts-expect-error a row that is there is not inserted
    started.whenMatched().thenInsert(row);
    // @ts-expect-error text is no criterion
    started.whenMatched("x");
  });

  test("inserts complete rows only, of what fits", () => {
    const inserting = started.whenNotMatched();
    inserting.thenInsert(row);
    inserting.thenInsert({ ...row, id: staged.c.id, fullname: staged.c.note, role: "admin" });
    inserting.thenInsert({ name: func.upper(staged.c.name) });
    inserting.thenInsert({ name: select(func.max(users.c.name)).scalarSubquery().$notNull() });
    // @ts-expect-error the name is missing
    inserting.thenInsert({ fullname: "x" });
    // @ts-expect-error the name is missing
    inserting.thenInsert({});
    // @ts-expect-error no such column
    inserting.thenInsert({ ...row, nope: 1 });
    // @ts-expect-error may be null
    inserting.thenInsert({ name: staged.c.note });
    // @ts-expect-error a number for a text
    inserting.thenInsert({ name: 5 });
    // @ts-expect-error generated
    inserting.thenInsert({ ...row, upperName: "A" });
    // @ts-expect-error not one of the values
    inserting.thenInsert({ ...row, role: "guest" });
  });

  test("updates columns of the target to what fits", () => {
    const updating = started.whenMatched(staged.c.note.isNotNull());
    updating.thenUpdate({ name: staged.c.name, fullname: staged.c.note });
    updating.thenUpdate({ fullname: users.c.name.concat(staged.c.name) });
    updating.thenUpdate(new Map([[users.c.name, "x"]]));
    // @ts-expect-error no such column
    updating.thenUpdate({ nope: 1 });
    // @ts-expect-error may be null
    updating.thenUpdate({ name: staged.c.note });
    // @ts-expect-error a number for a text
    started.whenNotMatchedBySource().thenUpdate({ name: 5 });
  });

  test("hands the source's columns to a function", () => {
    started.whenNotMatched().thenInsert(({ name, id }) => ({ name, id }));
    started.whenMatched().thenUpdate(({ name }) => ({ name }));
    // @ts-expect-error the source has no such column
    started.whenMatched().thenUpdate(({ nope }) => ({ name: nope }));
    // @ts-expect-error the name is missing
    started.whenNotMatched().thenInsert(({ id }) => ({ id }));
    // @ts-expect-error no such column
    started.whenMatched().thenUpdate(() => ({ nope: 1 }));
  });

  test("gives rows only where it returns some", () => {
    const quiet = started.whenMatched().thenDelete();
    // @ts-expect-error no rows
    quiet.$result.one;
    expectTypeOf(quiet.$result.rowCount).toBeNumber();
    const returning = started.whenMatched().thenUpdate(row).returning(mergeAction(), users.c.id, staged.c.note, users.c.fullname);
    expectTypeOf(rowOf(returning)).toEqualTypeOf<{
      action: "INSERT" | "UPDATE" | "DELETE";
      id: number;
      note: string | null;
      fullname: string | null;
    }>();
    expectTypeOf(rowOf(started.whenMatched().thenDelete().returning(users.c.id).returning(mergeAction()))).toEqualTypeOf<{
      id: number;
      action: "INSERT" | "UPDATE" | "DELETE";
    }>();
  });

  test("what has no row in the source has null for its columns, whenever it is asked for", () => {
    const both = started.whenMatched().thenDelete().whenNotMatched().thenInsert(row).returning({ s: staged.c.name, id: users.c.id });
    expectTypeOf(rowOf(both)).toEqualTypeOf<{ s: string; id: number }>();
    expectTypeOf(rowOf(both.whenNotMatchedBySource().thenDelete())).toEqualTypeOf<{ s: string | null; id: number }>();
    expectTypeOf(rowOf(both.whenNotMatchedBySource().thenUpdate({ name: "x" }))).toEqualTypeOf<{ s: string | null; id: number }>();
    expectTypeOf(rowOf(both.whenNotMatchedBySource().doNothing())).toEqualTypeOf<{ s: string; id: number }>();
    const whole = started.whenNotMatchedBySource().thenDelete().returning({ source: staged, target: users });
    expectTypeOf(rowOf(whole).source).toEqualTypeOf<{ id: number; name: string; note: string | null } | null>();
    expectTypeOf(rowOf(whole).target).toEqualTypeOf<typeof users.$row>();
  });

  test("asks for the binds of all its parts", () => {
    expectTypeOf(parametersOf(started.whenMatched().thenDelete())).toEqualTypeOf<None>();
    const source = select(addresses.c.userId, addresses.c.email)
      .where(addresses.c.id.gt(bindParam("least", int)))
      .subquery("s");
    const statement = merge(users)
      .using(source, users.c.id.eq(bindParam("on", int)))
      .whenMatched(users.c.id.gt(bindParam("and", int)))
      .thenUpdate({ fullname: bindParam("set", str) })
      .whenNotMatched(source.c.email.ne(bindParam("unless", str)))
      .thenInsert({ name: bindParam("inserted", str) })
      .whenNotMatchedBySource(users.c.id.gt(bindParam("old", int)))
      .thenUpdate({ fullname: bindParam("left", str) })
      .returning(users.c.id, users.c.name.concat(bindParam("tail", str)).label("tailed"));
    expectTypeOf(parametersOf(statement)).toEqualTypeOf<{
      least: number;
      on: number;
      and: number;
      set: string;
      unless: string;
      inserted: string;
      old: number;
      left: string;
      tail: string;
    }>();
  });

  test("stands in a CTE with its rows", () => {
    const gone = started.whenMatched().thenDelete().returning(mergeAction(), users.c.id).cte("gone");
    expectTypeOf(rowOf(select(gone.c.action, gone.c.id))).toEqualTypeOf<{ action: "INSERT" | "UPDATE" | "DELETE"; id: number }>();
  });
});

describe("the row before and after a change", () => {
  test("of an UPDATE is always there", () => {
    const statement = update(users).values({ name: "x" });
    expectTypeOf(rowOf(statement.returning(statement.old.c.name, statement.new.c.name, statement.old.c.fullname))).toEqualTypeOf<{
      name: string;
      name_1: string;
      fullname: string | null;
    }>();
    expectTypeOf(rowOf(statement.returning({ before: statement.old }))).toEqualTypeOf<{ before: typeof users.$row }>();
    // @ts-expect-error no such column
    statement.old.c.nope;
  });

  test("of an INSERT may lack the one before", () => {
    const statement = upsert(users).values({ name: "x" });
    const returning = statement
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: statement.excluded.name } })
      .returning({ was: statement.old.c.name, is: statement.new.c.name, before: statement.old, key: users.c.id });
    expectTypeOf(rowOf(returning)).toEqualTypeOf<{ was: string | null; is: string; before: typeof users.$row | null; key: number }>();
    const plain = insert(users).values({ name: "x" });
    expectTypeOf(rowOf(plain.returning(plain.old.c.id, plain.new.c.id))).toEqualTypeOf<{ id: number | null; id_1: number }>();
  });

  test("of a DELETE lacks the one after", () => {
    const statement = deleteFrom(users);
    expectTypeOf(rowOf(statement.returning(statement.old.c.id, statement.new.c.id))).toEqualTypeOf<{ id: number; id_1: number | null }>();
  });

  test("of a MERGE lacks what its clauses say", () => {
    const updating = started.whenMatched().thenUpdate(row);
    const versions = { was: updating.old.c.id, is: updating.new.c.id };
    expectTypeOf(rowOf(updating.returning(versions))).toEqualTypeOf<{ was: number; is: number }>();
    const inserting = updating.whenNotMatched().thenInsert(row);
    expectTypeOf(rowOf(inserting.returning(versions))).toEqualTypeOf<{ was: number | null; is: number }>();
    expectTypeOf(rowOf(inserting.whenNotMatchedBySource().thenDelete().returning(versions))).toEqualTypeOf<{
      was: number | null;
      is: number | null;
    }>();
  });

  test("makes nothing else null", () => {
    const returning = insert(users)
      .values({ name: "x" })
      .returning({ n: func.count(), up: func.upper(users.c.name), raw: sql`1`.as(int), sum: users.c.id.add(1), is: users.c.id.isNull() });
    expectTypeOf(rowOf(returning)).toEqualTypeOf<{ n: number; up: string; raw: number; sum: number; is: boolean }>();
  });
});
