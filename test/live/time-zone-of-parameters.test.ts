import { timestamp } from "athanor";
import { afterAll, describe, expect, test } from "vitest";
import { boundValue } from "../../src/dialects/mssql/drivers/shared/parameters.js";
import { boundColumn } from "../../src/dialects/oracle/drivers/shared/binds.js";

// no server is asked: what a package makes of a Date depends on the process's own clock, which only a process of its own can set
const before = process.env.TZ;
process.env.TZ = "America/New_York";
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

test("the process's clock leaves an hour out", () => {
  expect(new Date(2031, 2, 9, 2, 30).getHours()).toBe(3);
});

describe("a point in time that the process's clock leaves out", () => {
  const bound = (text: string, timezone = false) => boundColumn(timestamp({ timezone }).sqlType, [text], () => null);

  test("is text on its way to Oracle, and no other hour", () => {
    expect(bound("2031-03-09 02:30:00.000000")).toMatchObject({ type: "VARCHAR", values: ["2031-03-09 02:30:00.000000"] });
    expect(bound("2031-03-09 03:30:00.000000")).toEqual({ type: "TIMESTAMP", values: [new Date(2031, 2, 9, 3, 30)] });
    expect(bound("2031-03-09 02:30:00.000000 +00:00", true)).toEqual({
      type: "TIMESTAMP_TZ",
      values: [new Date("2031-03-09T02:30:00Z")],
    });
  });

  test("is itself on its way to SQL Server, with an offset of none", () => {
    const { value } = boundValue(timestamp({ timezone: true }).sqlType, "2031-03-09 02:30:00.000000+00:00");
    if (!(value instanceof Date)) throw new TypeError("no Date");
    expect([value.toISOString(), value.getTimezoneOffset()]).toEqual(["2031-03-09T02:30:00.000Z", 0]);
  });
});
