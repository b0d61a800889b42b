import { createServer } from "node:net";
import {
  bigInteger,
  binary,
  boolean,
  createEngine,
  date,
  double,
  integer,
  interval,
  MetaData,
  numeric,
  OperationalError,
  text,
  timestamp,
  update,
  varchar,
} from "athanor";
import { nvarchar2, oracle, raw } from "athanor/oracle";
import { describe, expect, test } from "vitest";
import { type BoundColumn, boundColumn, outType } from "../../../../src/dialects/oracle/drivers/shared/binds.js";
import { describeError } from "../../../../src/dialects/oracle/drivers/shared/errors.js";
import { outRows } from "../../../../src/dialects/oracle/drivers/shared/out-rows.js";
import type { OracledbPackage } from "../../../../src/dialects/oracle/drivers/shared/package.js";
import { fetchTypes } from "../../../../src/dialects/oracle/drivers/shared/values.js";
import { commits } from "../../../../src/dialects/oracle/transactions.js";
import type { TypeLike, WireValue } from "../../../../src/sqltypes/base.js";

const PACKAGE = "oracledb";
// the marked place: the package has no types of its own
const { default: oracledb } = (await import(PACKAGE)) as {
  default: OracledbPackage & { readonly Connection: { readonly prototype: object } };
};

/** As the package takes the values before it sends them: it refuses what does not fit the type. */
async function taken(type: TypeLike<unknown>, values: readonly WireValue[]): Promise<BoundColumn & { readonly sent: readonly unknown[] }> {
  const column = boundColumn(type.sqlType, values, (parts) => new oracledb.IntervalDS(parts));
  const { prototype } = oracledb.Connection;
  const bind = {
    dir: oracledb.BIND_IN,
    type: oracledb[`DB_TYPE_${column.type}`],
    ...(column.maxSize !== undefined && { maxSize: column.maxSize }),
  };
  const processed: readonly { readonly values: readonly unknown[] }[] = await Reflect.apply(
    Reflect.get(prototype, "_processExecuteManyBinds"),
    Object.create(prototype),
    [column.values.map((value) => ({ p: value })), { p: bind }],
  );
  return { ...column, sent: processed[0]?.values ?? [] };
}

describe("values are bound as the package takes them", () => {
  test.each<[string, TypeLike<unknown>, readonly WireValue[], string]>([
    ["integer", integer(), [1, null, 3], "NUMBER"],
    ["bigInteger", bigInteger(), [9007199254740993n], "NUMBER"],
    ["numeric that is whole", numeric(), ["12345678901234567890123456789012345678"], "NUMBER"],
    ["numeric", numeric(), ["12.50", "1"], "VARCHAR"],
    ["double", double(), [1.5, Number.POSITIVE_INFINITY], "BINARY_DOUBLE"],
    ["boolean before 23", boolean(), [1, 0, null], "NUMBER"],
    ["boolean", boolean(), ["true", "false", null], "BOOLEAN"],
    ["varchar", varchar(5), ["äöü", null], "VARCHAR"],
    ["nvarchar2", nvarchar2(5), ["äöü"], "NVARCHAR"],
    ["long text", text(), ["x".repeat(40_000)], "CLOB"],
    ["date", date(), ["2031-04-05"], "DATE"],
    ["timestamp", timestamp(), ["2031-04-05 06:07:08.009000"], "TIMESTAMP"],
    ["timestamp with microseconds", timestamp({ mode: "string" }), ["2031-04-05 06:07:08.009001"], "VARCHAR"],
    ["timestamp with a zone", timestamp({ timezone: true }), ["2031-04-05 06:07:08.009000 +00:00"], "TIMESTAMP_TZ"],
    ["interval", interval(), ["P1DT2H3.5S"], "INTERVAL_DS"],
    ["binary", binary(), [new Uint8Array([1, 2]), null], "RAW"],
    ["long binary", binary(), [new Uint8Array(40_000)], "BLOB"],
    ["only NULL", varchar(5), [null], "VARCHAR"],
  ])("%s", async (_, type, values, name) => {
    const { type: bound, sent } = await taken(type, values);
    expect(bound).toBe(name);
    expect(sent).toHaveLength(values.length);
  });

  test("digits, parts of time and bytes are all there", async () => {
    expect((await taken(numeric(), ["12345678901234567890"])).sent).toEqual([12345678901234567890n]);
    expect((await taken(interval(), ["-P1DT2H3.5S"])).sent).toEqual([
      expect.objectContaining({ days: -1, hours: -2, minutes: 0, seconds: -3, fseconds: -500_000_000 }),
    ]);
    expect((await taken(varchar(5), ["äöü"])).maxSize).toBe(6);
  });
});

describe("what the package reads is what the types take", () => {
  const handler = fetchTypes(oracledb);
  const read = (type: object, value: unknown) => handler({ name: "C", dbType: type })?.converter(value);

  test("numbers are exact", () => {
    expect(handler({ name: "C", dbType: oracledb.DB_TYPE_NUMBER })?.type).toBe(oracledb.DB_TYPE_VARCHAR);
    expect(["5", "9007199254740993", "-.5", "1.25", null].map((value) => read(oracledb.DB_TYPE_NUMBER, value))).toEqual([
      5,
      9007199254740993n,
      "-0.5",
      "1.25",
      null,
    ]);
  });

  test("times are text without a zone of the process's", () => {
    expect(read(oracledb.DB_TYPE_DATE, new Date(2031, 3, 5))).toBe("2031-04-05 00:00:00.000");
    expect(read(oracledb.DB_TYPE_TIMESTAMP, new Date(2031, 3, 5, 6, 7, 8, 9))).toBe("2031-04-05 06:07:08.009");
    expect(read(oracledb.DB_TYPE_TIMESTAMP_TZ, new Date("2031-04-05T06:07:08.009Z"))).toBe("2031-04-05 06:07:08.009+00:00");
    expect(
      read(oracledb.DB_TYPE_INTERVAL_DS, new oracledb.IntervalDS({ days: 1, hours: 2, minutes: 0, seconds: 3, fseconds: 500_000_000 })),
    ).toBe("P1DT2H3.5S");
  });

  test("LOBs come as what is in them", () => {
    expect(handler({ name: "C", dbType: oracledb.DB_TYPE_CLOB })?.type).toBe(oracledb.DB_TYPE_VARCHAR);
    expect(handler({ name: "C", dbType: oracledb.DB_TYPE_BLOB })?.type).toBe(oracledb.DB_TYPE_RAW);
    expect(handler({ name: "C", dbType: oracledb.DB_TYPE_VARCHAR })).toBeUndefined();
  });
});

describe("RETURNING INTO", () => {
  const metadata = new MetaData();
  const thing = metadata.table("thing", { id: integer().primaryKey(), price: numeric(), code: raw(4) });
  const { parameters } = update(thing)
    .values({ price: "1.50" })
    .returning(thing.c.id, thing.c.price, thing.c.code)
    .compile({ dialect: oracle() })
    .toDriver();

  test("parameters are asked for by the types of what they take", () => {
    expect(parameters.filter(({ out }) => out).map(({ name, type }) => [name, outType(type, true)])).toEqual([
      ["ret_0", { type: "NUMBER" }],
      ["ret_1", { type: "VARCHAR", maxSize: 64 }],
      ["ret_2", { type: "RAW", maxSize: 4 }],
    ]);
    expect(outType(text().sqlType, true)).toEqual({ type: "CLOB" });
  });

  test("a list for each parameter becomes rows, of one statement and of many", async () => {
    expect(await outRows({ ret_0: [1, 2], ret_1: ["1.5", null], ret_2: [null, null] }, parameters, true)).toEqual([
      [1, "1.5", null],
      [2, null, null],
    ]);
    const many = [
      { ret_0: [1], ret_1: ["1"], ret_2: [null] },
      { ret_0: [], ret_1: [], ret_2: [] },
      { ret_0: [3], ret_1: ["3"], ret_2: [null] },
    ];
    expect((await outRows(many, parameters, true)).map(([id]) => id)).toEqual([1, 3]);
  });
});

describe("the server's numbers are conditions", () => {
  const error = (errorNum: number, message: string) =>
    Object.assign(new Error(`ORA-${String(errorNum).padStart(5, "0")}: ${message}`), {
      errorNum,
      code: `ORA-${String(errorNum).padStart(5, "0")}`,
    });

  test.each([
    [1, "unique constraint (SHOP.UQ_NAME) violated", { kind: "integrity", condition: "uniqueViolation", constraint: "UQ_NAME" }],
    [
      2291,
      "integrity constraint (SHOP.FK_OWNER) violated - parent key not found",
      { condition: "foreignKeyViolation", constraint: "FK_OWNER" },
    ],
    [2292, "integrity constraint (SHOP.FK_OWNER) violated - child record found", { condition: "foreignKeyViolation" }],
    [2290, "check constraint (SHOP.CK_SIZE) violated", { kind: "integrity", condition: "checkViolation", constraint: "CK_SIZE" }],
    [1400, 'cannot insert NULL into ("SHOP"."THING"."NAME")', { condition: "notNullViolation", table: "THING", columns: ["NAME"] }],
    [
      12899,
      'value too large for column "SHOP"."THING"."NAME" (actual: 5, maximum: 3)',
      { kind: "data", table: "THING", columns: ["NAME"] },
    ],
    [60, "deadlock detected while waiting for resource", { kind: "operational", condition: "deadlock", serializationFailure: true }],
    [8177, "can't serialize access for this transaction", { condition: "serializationFailure", serializationFailure: true }],
    [54, "resource busy and acquire with NOWAIT specified or timeout expired", { condition: "lockTimeout" }],
    [942, "table or view does not exist", { kind: "programming", condition: "undefinedTable" }],
    [904, '"NOTHING": invalid identifier', { kind: "programming", condition: "undefinedColumn" }],
    [933, "SQL command not properly ended", { kind: "programming", condition: "syntaxError" }],
    [1013, "user requested cancel of current operation", { condition: "statementTimeout", disconnected: false }],
    [3113, "end-of-file on communication channel", { condition: "disconnect", disconnected: true }],
  ])("ORA-%i %s", (number, message, facts) => {
    expect(describeError(error(number, message))).toMatchObject({ code: `ORA-${String(number).padStart(5, "0")}`, ...facts });
  });

  test("the package's own", () => {
    const own = (code: string) => Object.assign(new Error(`${code}: …`), { code });
    expect(describeError(own("NJS-500"))).toMatchObject({ condition: "disconnect", disconnected: true });
    expect(describeError(own("NJS-123"))).toMatchObject({ condition: "statementTimeout", disconnected: false });
    expect(describeError(own("NJS-011"))).toMatchObject({ kind: "interface" });
    expect(describeError(new TypeError("ours"))).toBeNull();
  });
});

test("what changes a schema commits, and nothing else does", () => {
  for (const sql of ["CREATE TABLE t (a INT)", "/* a */ -- b\n drop table t", "TRUNCATE TABLE t", "COMMENT ON TABLE t IS 'x'"])
    expect(commits(sql)).toBe(true);
  for (const sql of ["ALTER SESSION SET TIME_ZONE = '+00:00'", "SELECT 1 FROM DUAL", "UPDATE t SET a = 'CREATE'"])
    expect(commits(sql)).toBe(false);
});

test("a server that is not there is an OperationalError", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await new Promise((resolve) => server.close(resolve));
  const engine = createEngine(`oracle://shop:x@127.0.0.1:${port}/FREEPDB1`);
  expect(engine.dialect.name).toBe("oracle");
  const error = await engine.connect().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperationalError);
  expect(error).toMatchObject({ condition: "disconnect" });
  await engine.close();
});
