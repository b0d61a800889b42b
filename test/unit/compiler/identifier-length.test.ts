import { CreateIndex, CreateTable, func, IdentifierError, index, integer, MetaData, select, table, text, unique, values } from "athanor";
import { mysql } from "athanor/mysql";
import { oracle } from "athanor/oracle";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../../src/dialects/base.js";

const boat = table("boat", { id: integer(), weight: integer() });
const one = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_one";
const two = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_two";
const [cutOne, cutTwo] = [`${"x".repeat(57)}_1`, `${"x".repeat(57)}_2`];
const dialect = postgresql();

describe("names that only a statement has are cut where the database would cut them alike", () => {
  const labelled = select(boat.c.id.label(one), boat.c.weight.label(two));
  const short = oracle({ maxIdentifierLength: 63 });

  test("labels: ORDER BY names the shorter one, and rows keep the given keys", () => {
    const label = boat.c.id.label(one);
    const statement = select(label, boat.c.weight.label(two)).orderBy(label);
    const { sql } = statement.compile({ dialect: mysql({ maxIdentifierLength: 63 }) });
    expect(sql).toBe(`SELECT boat.id AS ${cutOne}, boat.weight AS ${cutTwo} \nFROM boat ORDER BY ${cutOne}`);
    expect(dialect.compile(statement.node).resultColumns?.map(({ key }) => key)).toEqual([one, two]);
  });

  test("where the database would cut them itself, the first stays as it is", () => {
    expect(labelled.compile({ dialect }).sql).toBe(`SELECT boat.id AS ${one}, boat.weight AS ${cutOne} \nFROM boat`);
    const [a, b] = [boat.alias(one), boat.alias(two)];
    expect(select(a.c.id, b.c.weight).compile({ dialect }).sql).toBe(
      `SELECT ${one}.id, ${cutOne}.weight \nFROM boat AS ${one}, boat AS ${cutOne}`,
    );
  });

  test("aliases, subqueries, CTEs and their columns", () => {
    const [a, b] = [boat.alias(one), boat.alias(two)];
    expect(select(a.c.id, b.c.weight).compile({ dialect: short }).sql).toBe(
      `SELECT ${cutOne}.id, ${cutTwo}.weight \nFROM boat ${cutOne}, boat ${cutTwo}`,
    );
    const subquery = labelled.subquery(two);
    expect(select(subquery.c[two]).compile({ dialect: short }).sql).toBe(
      `SELECT ${cutOne}.${cutOne} \nFROM (SELECT boat.id AS ${cutTwo}, boat.weight AS ${cutOne} \nFROM boat) ${cutOne}`,
    );
    const cte = labelled.cte(one);
    expect(select(cte.c[one]).compile({ dialect: short }).sql).toBe(
      `WITH ${cutOne} AS \n(SELECT boat.id AS ${cutOne}, boat.weight AS ${cutTwo} \nFROM boat)\n SELECT ${cutOne}.${cutOne} \nFROM ${cutOne}`,
    );
  });

  test("columns of VALUES", () => {
    const given = values({ [one]: integer(), [two]: integer() })
      .data([[1, 2]])
      .alias(two);
    expect(select(given).compile({ dialect, literalBinds: true }).sql).toBe(
      `SELECT ${two}.${one}, ${two}.${cutOne} \nFROM (VALUES (1, 2)) AS ${two} (${one}, ${cutOne})`,
    );
  });

  test("numbered names: of parameters, labels and aliases, each counted for itself as SQLAlchemy does", () => {
    const column = table("t", { yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy: integer() }).c
      .yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy;
    const { sql, params } = select(func.max(column), column)
      .where(column.eq(1), column.ne(2))
      .compile({ dialect: postgresql({ paramStyle: "named", bindCasts: false }) });
    const cut = "y".repeat(57);
    expect(sql).toContain(`= :${cut}_1 AND `);
    expect(params).toEqual({ [`${cut}_1`]: 1, [`${cut}_2`]: 2 });
  });

  test("PostgreSQL and Oracle count bytes, the others characters; no character is cut in two", () => {
    const last = (name: string, on: Dialect) => select(boat.c.id.label(`${name}-`), boat.c.id.label(name)).compile({ dialect: on }).sql;
    const fits = `${"é".repeat(31)}x`;
    expect(last(fits, dialect)).toContain(`"${fits}" \n`);
    expect(last(`${fits}x`, dialect)).toContain(`AS "${"é".repeat(28)}_1" \n`);
    expect(last("\u{1F600}".repeat(16), dialect)).toContain(`AS "${"\u{1F600}".repeat(14)}_1" \n`);
    expect(last("é".repeat(20), oracle({ version: "11" }))).toContain(`AS "${"é".repeat(12)}_2" \n`);
    expect(last("é".repeat(255), mysql())).toContain(`\`${"é".repeat(255)}\` \n`);
    expect(last("é".repeat(256), mysql())).toContain(`\`${"é".repeat(249)}_2\` \n`);
    expect(last("é".repeat(256), sqlite())).toContain(`"${"é".repeat(256)}" \n`);
  });

  test("whatever the names are, they stay apart and fit", () => {
    const name = fc.tuple(fc.constantFrom("é".repeat(40), "z".repeat(70), "\u{1F600}"), fc.string({ unit: "grapheme", maxLength: 30 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(
          name.map((parts) => parts.join("").replaceAll("\0", "")),
          { minLength: 2, maxLength: 6 },
        ),
        (names) => {
          const { sql } = select(Object.fromEntries(names.map((each) => [each, boat.c.id]))).compile({ dialect });
          const written = [...sql.matchAll(/boat\.id AS (?:"((?:[^"]|"")*)"|(\w+))/g)].map(([, quoted, plain]) =>
            (quoted ?? plain ?? "").replaceAll('""', '"'),
          );
          expect(new Set(written).size).toBe(names.length);
          const known = written.map((each) => Buffer.from(each).subarray(0, 63).toString("latin1"));
          expect(new Set(known).size).toBe(names.length);
          expect(select(Object.fromEntries(names.map((each) => [each, boat.c.id]))).compile({ dialect }).sql).toBe(sql);
        },
      ),
    );
  });
});

describe("names that the database keeps are refused where it would cut or refuse them", () => {
  const metadata = new MetaData();
  const wide = metadata.table("boat", { id: integer().primaryKey(), ["é".repeat(32)]: text() });
  const named = metadata.table("crew", { id: integer().primaryKey() }, (c) => [unique(c.id, { name: one }), index(two, c.id)]);
  const tabled = metadata.table(one, { id: integer().primaryKey() });

  test("in CREATE TABLE and CREATE INDEX: tables, columns, constraints, indexes", () => {
    expect(() => new CreateTable(wide).compile({ dialect })).toThrow(
      new IdentifierError(
        `Identifier '${"é".repeat(32)}' exceeds maximum length of 63 bytes of the 'postgresql' dialect: give it a shorter name.`,
      ),
    );
    expect(() => new CreateTable(named).compile({ dialect })).toThrow(IdentifierError);
    expect(() => new CreateIndex(named, two).compile({ dialect })).toThrow(IdentifierError);
    expect(() => new CreateTable(tabled).compile({ dialect })).toThrow(IdentifierError);
    expect(() => new CreateTable(tabled).compile({ dialect: mysql() })).toThrow("exceeds maximum length of 64 characters");
    expect(new CreateTable(tabled).compile({ dialect: sqlite() }).sql).toContain(`CREATE TABLE ${one} (`);
  });
});
