import { createHash } from "node:crypto";
import {
  ArgumentError,
  CreateIndex,
  CreateTable,
  check,
  conv,
  foreignKey,
  func,
  IdentifierError,
  InvalidRequestError,
  index,
  integer,
  MetaData,
  type NamingConvention,
  text,
  unique,
} from "athanor";
import { mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { md5 } from "../../../src/compiler/md5.js";

const every: NamingConvention = {
  ix: "ix_%(column_0_label)s",
  uq: "uq_%(table_name)s_%(column_0_N_name)s",
  ck: "ck_%(table_name)s_%(constraint_name)s",
  fk: "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s",
  pk: "pk_%(table_name)s",
};

function crews(namingConvention: NamingConvention | undefined, schema?: string) {
  const metadata = new MetaData({ ...(namingConvention ? { namingConvention } : {}), ...(schema === undefined ? {} : { schema }) });
  metadata.table("boat", { id: integer().primaryKey() });
  return metadata.table(
    "crew",
    {
      id: integer().primaryKey(),
      boatId: integer("boat_id").references("boat.id"),
      name: text().index(),
      rank: integer().unique(),
    },
    (c) => [
      unique(c.name, c.boatId),
      unique(c.rank, { name: "mine" }),
      check(c.rank.gt(0), { name: "positive" }),
      check(c.rank.lt(9), { name: conv("ck_done") }),
      index(null, func.lower(c.name)),
    ],
  );
}

const names = ({ definition }: ReturnType<typeof crews>) => ({
  constraints: definition.constraints.map(({ name }) => name),
  indexes: definition.indexes.map(({ name }) => name),
});

describe("a naming convention", () => {
  test("names what has no name, and with constraint_name also what has one, unless that is complete", () => {
    expect(names(crews(every))).toEqual({
      constraints: ["pk_crew", "uq_crew_name_boat_id", "mine", "ck_crew_positive", "ck_done", "fk_crew_boat_id_boat_id", "uq_crew_rank"],
      indexes: ["ix_crew_name", "ix_crew_name"],
    });
  });

  test("without one, indexes alone have names, with the schema in front", () => {
    expect(names(crews(undefined, "har.bor"))).toEqual({
      constraints: [null, null, "mine", "positive", "ck_done", null, null],
      indexes: ["ix_har_bor_crew_name", "ix_har_bor_crew_name"],
    });
  });

  test("tokens of keys, of all columns, and functions", () => {
    const { constraints } = names(crews({ uq: "%(column_0_key)s|%(column_0N_name)s|%(column_0_N_label)s|%(column_0_N_key)s" }));
    expect(constraints[1]).toBe("name|nameboat_id|crew_name_crew_boat_id|name_boatId");
    const told = crews({
      fk: ({ table, columns, referredTable, referredColumns }) => [table, columns, referredTable, referredColumns].join("-"),
    });
    expect(names(told).constraints[5]).toBe("crew-boat_id-boat-id");
  });

  test("is refused for tokens that are none, columns that are not there, and names that are missing", () => {
    expect(() => names(crews({ pk: "%(tablename)s" }))).toThrow(
      new ArgumentError(
        "Naming convention: unknown token %(tablename)s; there are table_name, referred_table_name, constraint_name, column_0_name, column_0N_name, column_0_N_name, the same with label and key, and with referred_ before.",
      ),
    );
    expect(() => names(crews({ pk: "%(column_3_name)s" }))).toThrow("%(column_3_name)s finds no such column on table 'crew'");
    const unnamed = new MetaData({ namingConvention: every }).table("t", { a: integer() }, () => [check("a > 0")]);
    expect(() => unnamed.definition).toThrow(
      new InvalidRequestError("Naming convention including %(constraint_name)s token requires that constraint is explicitly named."),
    );
  });
});

describe("a name that is too long", () => {
  const long = "x".repeat(70);
  const metadata = new MetaData({ namingConvention: { ...every, fk: every.fk ?? "" } });
  const boat = metadata.table("boat", { id: integer().primaryKey() });
  const crew = metadata.table("crew", { id: integer().primaryKey(), other: integer(long.slice(0, 60)).index() }, (c) => [
    foreignKey([c.other], [boat.c.id]),
    unique(c.id, { name: conv(long) }),
  ]);

  test("is cut where a rule made it, and ends with a part of its MD5, as SQLAlchemy's do", () => {
    const digits = createHash("md5")
      .update(`ix_crew_${long.slice(0, 60)}`)
      .digest("hex")
      .slice(-4);
    const { sql } = new CreateIndex(crew, `ix_crew_${long.slice(0, 60)}`).compile({ dialect: postgresql() });
    expect(sql).toBe(`CREATE INDEX ix_crew_${"x".repeat(47)}_${digits} ON crew (${long.slice(0, 60)})`);
    const whole = new CreateTable(crew).compile({ dialect: mysql() }).sql;
    expect(whole).toContain(`CONSTRAINT fk_crew_${"x".repeat(48)}_`);
    expect(whole).toContain(`CONSTRAINT ${"x".repeat(56)}_${createHash("md5").update(long).digest("hex").slice(-4)} UNIQUE`);
  });

  test("is refused where the user wrote it", () => {
    const given = new MetaData().table("t", { a: integer() }, (c) => [unique(c.a, { name: long })]);
    expect(() => new CreateTable(given).compile({ dialect: postgresql() })).toThrow(IdentifierError);
  });
});

test("the MD5 of any text is that of other implementations", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (given) => {
      expect(md5(given)).toBe(createHash("md5").update(given, "utf8").digest("hex"));
    }),
  );
});
