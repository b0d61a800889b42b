import { describe, expect, test } from "vitest";
import { parseBytes } from "../../../../src/dialects/postgresql/bytes-text.js";
import { parseInterval } from "../../../../src/dialects/postgresql/interval-text.js";
import { durationText } from "../../../../src/sqltypes/index.js";

describe("an interval is read in each style that a session may have", () => {
  // as PostgreSQL 18 writes them: iso_8601, postgres, postgres_verbose, sql_standard
  test.each([
    ["PT0S", "00:00:00", "@ 0", "0"],
    ["P1Y2M", "1 year 2 mons", "@ 1 year 2 mons", "1-2"],
    ["-P1Y2M", "-1 years -2 mons", "@ 1 year 2 mons ago", "-1-2"],
    ["P3DT4H5M6S", "3 days 04:05:06", "@ 3 days 4 hours 5 mins 6 secs", "3 4:05:06"],
    ["-P3DT4H5M6S", "-3 days -04:05:06", "@ 3 days 4 hours 5 mins 6 secs ago", "-3 4:05:06"],
    ["-PT4H5M6.789S", "-04:05:06.789", "@ 4 hours 5 mins 6.789 secs ago", "-4:05:06.789"],
    ["PT0.000001S", "00:00:00.000001", "@ 0.000001 secs", "0:00:00.000001"],
    ["P1Y2M-2DT-19H-54M-54S", "1 year 2 mons -3 days +04:05:06", "@ 1 year 2 mons -3 days 4 hours 5 mins 6 secs", "+1-2 -3 +4:05:06"],
    ["P-1Y-2M2DT19H54M54S", "-1 years -2 mons +3 days -04:05:06", "@ 1 year 2 mons -3 days 4 hours 5 mins 6 secs ago", "-1-2 +3 -4:05:06"],
    ["P1M", "1 mon", "@ 1 mon", "0-1"],
    ["P4DT4H", "100:00:00", "@ 100 hours", "100:00:00"],
  ])("%s", (...texts) => {
    for (const text of texts) expect(durationText(parseInterval(text))).toBe(texts[0]);
  });

  test.each(["infinity", "", "soon"])("'%s' is none", (text) => {
    expect(() => parseInterval(text)).toThrow("interval");
  });
});

test("bytes are read as hex and as escapes", () => {
  expect(parseBytes("\\x00ff5c")).toEqual(new Uint8Array([0, 255, 92]));
  expect(parseBytes("\\x")).toEqual(new Uint8Array());
  expect(parseBytes("\\000a\\377\\\\x")).toEqual(new Uint8Array([0, 97, 255, 92, 120]));
});
