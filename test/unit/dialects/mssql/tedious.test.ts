import { createServer } from "node:net";
import {
  bigInteger,
  binary,
  boolean,
  cast,
  createEngine,
  date,
  double,
  insert,
  integer,
  json,
  literal,
  MetaData,
  numeric,
  OperationalError,
  select,
  text,
  time,
  timestamp,
  typeDecorator,
  uuid,
  varchar,
} from "athanor";
import { dateTime, dateTimeOffset, mssql, nvarchar, tedious as tediousDriver } from "athanor/mssql";
import tedious from "tedious";
import { describe, expect, test } from "vitest";
import { describeError } from "../../../../src/dialects/mssql/drivers/shared/errors.js";
import type { TediousPackage } from "../../../../src/dialects/mssql/drivers/shared/package.js";
import { boundValue } from "../../../../src/dialects/mssql/drivers/shared/parameters.js";
import { rowReader } from "../../../../src/dialects/mssql/drivers/shared/values.js";
import type { WireValue } from "../../../../src/sqltypes/base.js";
import type { TypeLike } from "../../../../src/sqltypes/index.js";

// the marked place: that the package has what the driver uses of it, is the compiler's to say
const { TYPES, Request, Connection } = tedious satisfies TediousPackage;

/** As the package resolves a parameter before it writes it. */
function resolved(type: TypeLike<unknown>, value: WireValue): { readonly declaration: string; readonly value: unknown } {
  const bound = boundValue(type.sqlType, value);
  const request = new Request("", () => {});
  request.addParameter("p1", TYPES[bound.type], bound.value, bound.options);
  const collation = { codepage: "CP1252", toBuffer: () => Buffer.alloc(5) };
  Reflect.apply(request.validateParameters, request, [collation, { useUTC: true }]);
  const [parameter] = request.parameters;
  if (!parameter) throw new Error("no parameter");
  return { declaration: TYPES[bound.type].declaration(parameter), value: request.resolvedParameters[0]?.data.value };
}

describe("a parameter is declared as its column's type", () => {
  test.each<[string, TypeLike<unknown>, WireValue, string]>([
    ["integer", integer(), 5, "int"],
    ["integer, too large for INT", integer(), 5_000_000_000, "bigint"],
    ["bigInteger", bigInteger(), 9007199254740993n, "bigint"],
    ["numeric", numeric(), "12.50", "decimal(4, 2)"],
    ["numeric below one", numeric(), "-0.001", "decimal(3, 3)"],
    ["numeric of many digits", numeric(), "1234567890123456.78", "varchar(8000)"],
    ["double", double(), 1.5, "float"],
    ["boolean", boolean(), 1, "bit"],
    ["varchar", varchar(10), "abc", "varchar(8000)"],
    ["varchar with signs that a code page may lack", varchar(10), "日本", "nvarchar(4000)"],
    ["nvarchar", nvarchar(10), "abc", "nvarchar(4000)"],
    ["long text", text(), "x".repeat(9000), "varchar(max)"],
    ["json", json("doc"), "{}", "nvarchar(4000)"],
    ["uuid", uuid(), "00112233-4455-6677-8899-aabbccddeeff", "uniqueidentifier"],
    ["date", date(), "2031-04-05", "date"],
    ["time", time(), "04:05:06.000007", "time(7)"],
    ["timestamp", timestamp(), "2031-04-05 06:07:08.000000", "datetime2(7)"],
    ["dateTimeOffset", dateTimeOffset(), "2031-04-05 06:07:08.000000+00:00", "datetimeoffset(7)"],
    ["dateTime", dateTime(), "2031-04-05 06:07:08.000000", "datetime"],
    ["binary", binary(), new Uint8Array([1, 2]), "varbinary(8000)"],
    ["NULL of bytes, which no string becomes", binary(), null, "varbinary(8000)"],
    ["NULL of a point in time", timestamp(), null, "datetime2(7)"],
    ["NULL of a decimal", numeric(), null, "decimal(38, 0)"],
    ["what is beneath a type of the user's", typeDecorator({ name: "loud", impl: varchar(5) })(), "a", "varchar(8000)"],
    ["a variant's own type here", varchar(5).withVariant(nvarchar(5), "mssql"), "a", "nvarchar(4000)"],
  ])("%s", (_, type, value, declaration) => {
    expect(resolved(type, value).declaration).toBe(declaration);
  });

  test("of a value without type, it is what the value shows", () => {
    const { parameters, values } = select(literal(1), cast("12", integer())).compile({ dialect: mssql() }).toDriver();
    expect(parameters.map(({ type }, index) => boundValue(type, values[index] ?? null).type)).toEqual(["Int", "NVarChar"]);
  });

  test("a number that is none to SQL Server is refused", () => {
    expect(() => boundValue(double().sqlType, Number.POSITIVE_INFINITY)).toThrow("SQL Server has no Infinity");
  });
});

/** The bytes that the package writes for a value. */
function written(type: TypeLike<unknown>, value: WireValue): Buffer {
  const bound = boundValue(type.sqlType, value);
  const chunks: Buffer[] = [];
  const write = (size: number, put: (buffer: Buffer) => void) => {
    const buffer = Buffer.alloc(size);
    put(buffer);
    chunks.push(buffer);
  };
  const buffer = {
    writeUInt8: (n: number) => write(1, (b) => b.writeUInt8(n)),
    writeInt16LE: (n: number) => write(2, (b) => b.writeInt16LE(n)),
    writeUInt24LE: (n: number) => write(3, (b) => b.writeUIntLE(n, 0, 3)),
    writeUInt32LE: (n: number) => write(4, (b) => b.writeUInt32LE(n)),
    writeUInt40LE: (n: number) => write(5, (b) => b.writeUIntLE(n, 0, 5)),
    writeBigUInt64LE: (n: bigint) => write(8, (b) => b.writeBigUInt64LE(n)),
    writeBigInt64LE: (n: bigint) => write(8, (b) => b.writeBigInt64LE(n)),
  };
  const parameter = { ...bound.options, value: bound.value };
  Reflect.apply(TYPES[bound.type].writeValue, TYPES[bound.type], [buffer, parameter, { useUTC: true }]);
  return Buffer.concat(chunks);
}

describe("what the package writes is what was given", () => {
  /** Days since the year 1, by which the server counts. */
  const day = (Date.UTC(2031, 1, 3) - Date.parse("0001-01-01T00:00:00Z")) / 86_400_000;

  test("a decimal of fifteen digits", () => {
    expect(written(numeric(), "-9999999999999.99").subarray(2).readBigUInt64LE()).toBe(999_999_999_999_999n);
    expect(written(numeric(), "0.1").readUInt32LE(2)).toBe(1);
  });

  test("a bigint beyond what a number holds", () => {
    expect(written(bigInteger(), 9223372036854775807n).readBigInt64LE(1)).toBe(9223372036854775807n);
  });

  test("a day, and a point in time with an offset of none", () => {
    expect(written(date(), "2031-02-03").readUIntLE(1, 3)).toBe(day);
    const offset = written(dateTimeOffset(), "2031-02-03 23:00:00.000001+00:00");
    expect(offset.readUIntLE(1, 5)).toBe(23 * 3600 * 1e7 + 10);
    expect(offset.readUIntLE(6, 3)).toBe(day);
    expect(offset.readInt16LE(9)).toBe(0);
  });
});

describe("what the package reads is what the types take", () => {
  const column = (name: string, scale?: number) => ({ colName: "c", type: { name }, scale });
  const read = (name: string, value: unknown, scale?: number) => rowReader([column(name, scale)])([{ value }])[0];
  const precise = (text: string, nanosecondsDelta: number) => Object.assign(new Date(text), { nanosecondsDelta });

  test("bigints and decimals are exact", () => {
    expect(read("IntN", "9007199254740993")).toBe(9007199254740993n);
    expect(read("IntN", 5)).toBe(5);
    expect(read("DecimalN", 12.5, 2)).toBe("12.50");
    expect(read("DecimalN", 0.3, 10)).toBe("0.3000000000");
    expect(read("MoneyN", 1.5)).toBe("1.5000");
    expect(read("DecimalN", null, 2)).toBeNull();
  });

  test("or they are refused", () => {
    expect(() => read("DecimalN", 1e20, 2)).toThrow("Column 'c' holds a decimal of more than 15 digits");
  });

  test("times keep their microseconds", () => {
    expect(read("DateTime2", precise("2031-04-05T06:07:08.009Z", 0.0000107))).toBe("2031-04-05 06:07:08.009010");
    expect(read("DateTimeOffset", precise("2031-04-05T06:07:08.009Z", 0))).toBe("2031-04-05 06:07:08.009000+00:00");
    expect(read("Date", new Date("2031-04-05T00:00:00Z"))).toBe("2031-04-05");
    expect(read("Time", precise("1970-01-01T06:07:08.009Z", 0))).toBe("06:07:08.009000");
  });
});

/** An error of the server's, as the package makes it of what the server sends. */
function serverError(number: number, message: string, severity = 14): Error {
  return Object.assign(new tedious.RequestError(message, "EREQUEST"), { number, class: severity });
}

describe("the server's numbers are conditions", () => {
  test.each([
    [
      2627,
      "Violation of UNIQUE KEY constraint 'uq_name'. Cannot insert duplicate key in object 'dbo.thing'. The duplicate key value is (a).",
      { kind: "integrity", condition: "uniqueViolation", constraint: "uq_name", table: "thing" },
    ],
    [
      2601,
      "Cannot insert duplicate key row in object 'dbo.thing' with unique index 'ix_name'.",
      { kind: "integrity", condition: "uniqueViolation", constraint: "ix_name", table: "thing" },
    ],
    [
      547,
      `The INSERT statement conflicted with the FOREIGN KEY constraint "fk_thing". The conflict occurred in database "shop", table "dbo.owner", column 'id'.`,
      { condition: "foreignKeyViolation", constraint: "fk_thing", table: "owner", columns: ["id"] },
    ],
    [
      547,
      `The INSERT statement conflicted with the CHECK constraint "ck_size". The conflict occurred in database "shop", table "dbo.thing", column 'size'.`,
      { condition: "checkViolation", constraint: "ck_size", table: "thing" },
    ],
    [
      515,
      "Cannot insert the value NULL into column 'name', table 'shop.dbo.thing'; column does not allow nulls. INSERT fails.",
      { kind: "integrity", condition: "notNullViolation", columns: ["name"], table: "thing" },
    ],
    [
      1205,
      "Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.",
      { kind: "operational", condition: "deadlock", serializationFailure: true },
    ],
    [1222, "Lock request time out period exceeded.", { kind: "operational", condition: "lockTimeout", serializationFailure: false }],
    [
      3960,
      "Snapshot isolation transaction aborted due to update conflict.",
      { condition: "serializationFailure", serializationFailure: true },
    ],
    [102, "Incorrect syntax near 'x'.", { kind: "programming", condition: "syntaxError" }],
    [208, "Invalid object name 'nothing'.", { kind: "programming", condition: "undefinedTable" }],
    [207, "Invalid column name 'nothing'.", { kind: "programming", condition: "undefinedColumn" }],
    [8152, "String or binary data would be truncated.", { kind: "data" }],
  ])("%i %s", (number, message, facts) => {
    expect(describeError(serverError(number, message))).toMatchObject({ code: String(number), disconnected: false, ...facts });
  });

  test("an error of the highest severities ends the connection", () => {
    expect(describeError(serverError(596, "Cannot continue the execution because the session is in the kill state.", 21))).toMatchObject({
      condition: "disconnect",
      disconnected: true,
    });
  });

  test("of several errors, the one that says something", () => {
    const several = new AggregateError([
      serverError(3621, "The statement has been terminated."),
      serverError(2627, "Violation of PRIMARY KEY constraint 'pk'."),
    ]);
    expect(describeError(several)).toMatchObject({ condition: "uniqueViolation", constraint: "pk" });
  });

  test("the package's own errors", () => {
    expect(describeError(new tedious.RequestError("Canceled.", "ECANCEL"))).toMatchObject({
      condition: "statementTimeout",
      disconnected: false,
    });
    expect(describeError(new tedious.RequestError("Timeout: Request failed to complete in 5ms", "ETIMEOUT"))).toMatchObject({
      condition: "statementTimeout",
    });
    expect(describeError(new tedious.ConnectionError("Failed to connect to x:1433 in 5ms", "ETIMEOUT"))).toMatchObject({
      condition: "disconnect",
    });
    expect(describeError(new TypeError("ours"))).toBeNull();
  });
});

describe("the wire", () => {
  test("a server that is not there is an OperationalError", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await new Promise((resolve) => server.close(resolve));
    const engine = createEngine(`mssql://sa:x@127.0.0.1:${port}/shop?encrypt=false`);
    expect(engine.dialect.name).toBe("mssql");
    const error = await engine.connect().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ condition: "disconnect", code: "ESOCKET" });
    await engine.close();
  });

  test("a connection that would lose something is refused before anything is sent", async () => {
    const client = new Connection({ server: "localhost", options: { useUTC: false, useColumnNames: true } });
    await expect(async () => tediousDriver(client).connect()).rejects.toThrow(
      "must be opened with the options useUTC: true, useColumnNames: false",
    );
  });
});

test("every value of a page of rows has its name and type", () => {
  const metadata = new MetaData();
  const thing = metadata.table("thing", { id: integer().primaryKey(), name: nvarchar(10) });
  const { sql: sent, parameters } = insert(thing)
    .values([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ])
    .compile({ dialect: mssql() })
    .toDriver();
  expect(sent).toContain("VALUES (@p1, @p2), (@p3, @p4)");
  expect(parameters.map(({ name, type }) => [name, boundValue(type, null).type])).toEqual([
    ["p1", "Int"],
    ["p2", "NVarChar"],
    ["p3", "Int"],
    ["p4", "NVarChar"],
  ]);
});
