import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { durationText, epochText, parseDuration, parseEpochText, signedDurationText } from "../../../src/sqltypes/index.js";

test.each([
  ["PT0S", "PT0S", "PT0S"],
  ["P0D", "PT0S", "PT0S"],
  ["P2W", "P14D", "P14D"],
  ["PT90S", "PT1M30S", "PT1M30S"],
  ["PT26H", "P1DT2H", "P1DT2H"],
  ["P1Y14M", "P2Y2M", "P2Y2M"],
  ["PT1.500S", "PT1.5S", "PT1.5S"],
  ["P0.5D", "PT12H", "PT12H"],
  ["-P1DT2H", "-P1DT2H", "P-1DT-2H"],
  ["P-1DT-2H", "-P1DT2H", "P-1DT-2H"],
  ["-P-1D", "P1D", "P1D"],
  ["P1DT-2H", "PT22H", "PT22H"],
  ["P1M-2D", "P1M-2D", "P1M-2D"],
  ["-P14M", "-P1Y2M", "P-1Y-2M"],
  ["-PT0.000001S", "-PT0.000001S", "PT-0.000001S"],
])("%s is %s, with signs in the parts %s", (text, canonical, signed) => {
  expect(durationText(parseDuration(text))).toBe(canonical);
  expect(signedDurationText(parseDuration(text))).toBe(signed);
});

test.each(["", "P", "PT", "P1", "1D", "PT1D", "P1H", "P1.5M", "P0.5Y", "P1DT", "PT1S1M", "p1d", "PT0.0000005S"])(
  "%j is refused",
  (text) => {
    expect(() => parseDuration(text)).toThrow(/^interval refuses /);
  },
);

describe("for any duration", () => {
  const microseconds = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n });
  const months = fc.integer({ min: -10_000, max: 10_000 });

  test("both texts are read back, and the canonical one is stable", () => {
    fc.assert(
      fc.property(months, microseconds, (m, us) => {
        const duration = { months: m === 0 ? 0 : m, microseconds: us };
        expect(parseDuration(durationText(duration))).toStrictEqual(duration);
        expect(parseDuration(signedDurationText(duration))).toStrictEqual(duration);
        expect(durationText(parseDuration(durationText(duration)))).toBe(durationText(duration));
      }),
    );
  });

  test("its place after 1970 is read back to the microsecond", () => {
    fc.assert(
      fc.property(microseconds, (us) => {
        const duration = { months: 0, microseconds: us };
        expect(parseEpochText(epochText(duration))).toStrictEqual(duration);
      }),
    );
  });
});
