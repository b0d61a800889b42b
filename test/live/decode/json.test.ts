import { insert, json, select, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { all, metadata } from "./everything.js";

const documents = [0, "0", "text", "", true, false, [], {}, [[1, [2]]], "null", { "a b": "\u{1f525}" }, 1.5, -1e300, { a: null }, [null]];

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };

  test("null is SQL's NULL, json.null the JSON value, and both are read as null: one by one and many at once", async () => {
    const conn = await open();
    const { c } = all;
    for (const [small, document] of [null, json.null, { a: null }].entries()) await conn.execute(insert(all), { small, document });
    await conn.execute(insert(all), [
      { small: 3, document: null },
      { small: 4, document: json.null },
      { small: 5 },
      { small: 6, document: { a: null } },
    ]);
    expect(await conn.scalars(select(c.document).orderBy(c.small))).toEqual([null, null, { a: null }, null, null, null, { a: null }]);
    expect(await conn.scalars(select(c.small).where(c.document.isNull()).orderBy(c.small))).toEqual([0, 3, 5]);
    const stored = sql.text("SELECT small FROM everything WHERE CAST(document AS CHAR(4)) = 'null' ORDER BY small");
    expect((await conn.execute(stored)).scalars()).toEqual([1, 4]);
    await conn.close();
  });

  test("documents of every kind come back as they are", async () => {
    const conn = await open();
    const sets = documents.map((document) => ({ document }));
    const returned = await conn.execute(insert(all).returning(all.c.document).sortByParameterOrder(), sets);
    expect(returned.scalars()).toEqual(documents);
    for (const set of sets)
      expect((await conn.execute(insert(all).values(set).returning(all.c.document))).scalarOne()).toEqual(set.document);
    expect(await conn.scalars(select(all.c.document).orderBy(all.c.id))).toEqual([...documents, ...documents]);
    await conn.close();
  });
});
