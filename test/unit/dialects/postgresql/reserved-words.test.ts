import { insert, integer, select, table, text, update } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const dialect = postgresql();

test("a word that PostgreSQL came to reserve stands without quotes behind a dot alone", () => {
  const misc = table("misc", { lateral: integer(), order: text() });
  const sqlOf = (statement: { compile(options: object): { readonly sql: string } }) => statement.compile({ dialect }).sql;
  expect(sqlOf(select(misc).where(misc.alias("m").c.lateral.eq(1)))).toBe(
    'SELECT misc.lateral, misc."order" \nFROM misc, misc AS m \nWHERE m.lateral = $1::INTEGER',
  );
  expect(sqlOf(insert(misc).values({ lateral: 1 }))).toBe('INSERT INTO misc ("lateral") VALUES ($1::INTEGER)');
  expect(sqlOf(update(misc).values({ lateral: 1 }))).toBe('UPDATE misc SET "lateral"=$1::INTEGER');
  const inner = select(misc.c.lateral).subquery("s");
  expect(sqlOf(select(inner))).toBe('SELECT s.lateral \nFROM (SELECT misc.lateral AS "lateral" \nFROM misc) AS s');
});
