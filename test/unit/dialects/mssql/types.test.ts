import { binary, boolean, char, date, double, enumOf, insert, integer, json, MetaData, text, timestamp, uuid, varchar } from "athanor";
import { dateTime, dateTimeOffset, money, mssql, nchar, ntext, nvarchar, smallDateTime, smallMoney, tinyInteger, xml } from "athanor/mssql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";
import { ddlName, type TypeLike } from "../../../../src/sqltypes/index.js";

const nameOf = ({ sqlType }: TypeLike<unknown>, { types } = mssql()): string => ddlName(sqlType, types);

test("the common types by their names here", () => {
  const types = [
    boolean(),
    varchar(),
    varchar(9),
    text(),
    char(2),
    uuid(),
    binary(),
    json(),
    double(),
    date(),
    timestamp(),
    dateTimeOffset(),
    enumOf("low", "mid"),
    enumOf("måned", "x"),
  ];
  expect(types.map((type) => nameOf(type))).toEqual(
    "BIT|VARCHAR(max)|VARCHAR(9)|VARCHAR(max)|CHAR(2)|UNIQUEIDENTIFIER|VARBINARY(max)|NVARCHAR(max)|DOUBLE PRECISION|DATE|DATETIME2|DATETIMEOFFSET|VARCHAR(3)|NVARCHAR(5)".split(
      "|",
    ),
  );
  expect([date(), timestamp(), dateTimeOffset()].map((type) => nameOf(type, mssql({ version: "9.0" })))).toEqual(Array(3).fill("DATETIME"));
});

test("its own types", () => {
  const types = [nvarchar(9), nvarchar(), nchar(2), ntext(), xml(), tinyInteger(), money(), smallMoney(), dateTime(), smallDateTime()];
  expect(types.map((type) => nameOf(type))).toEqual(
    "NVARCHAR(9)|NVARCHAR(max)|NCHAR(2)|NTEXT|XML|TINYINT|MONEY|SMALLMONEY|DATETIME|SMALLDATETIME".split("|"),
  );
  expect(nameOf(nvarchar(9), sqlite())).toBe("VARCHAR(9)");
});

const table = new MetaData().table("t", { id: integer().primaryKey(), n: tinyInteger(), name: varchar(9), raw: binary(), key: uuid() });

test("a literal of more than ASCII says so, whatever its column", () => {
  const key = "00112233445566778899AABBCCDDEEFF";
  const statement = insert(table).values({ id: 1, name: "fjørd's", raw: new Uint8Array([0, 255]), key });
  expect(statement.compile({ dialect: mssql(), literalBinds: true }).sql).toBe(
    "INSERT INTO t (id, name, raw, [key]) VALUES (1, N'fjørd''s', 0x00ff, '00112233-4455-6677-8899-aabbccddeeff')",
  );
  expect(insert(table).values({ id: 1, name: "fjord" }).compile({ dialect: mssql(), literalBinds: true }).sql).toContain("(1, 'fjord')");
});

test("TINYINT has no sign", () => {
  for (const n of [-1, 256])
    expect(() => insert(table).values({ n }).compile({ dialect: mssql() }).driverParams()).toThrow(
      `tinyint refuses ${n}: give a whole number between 0 and 255`,
    );
});
