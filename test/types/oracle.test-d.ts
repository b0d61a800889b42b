import { insert, MetaData, select, update } from "athanor";
import { binaryFloat, number, nvarchar2, oracle, raw } from "athanor/oracle";
import { describe, expectTypeOf, test } from "vitest";

const parts = new MetaData().table("part", {
  no: number().primaryKey(),
  weight: number({ mode: "number" }),
  label: nvarchar2(30).notNull(),
  ratio: binaryFloat(),
  digest: raw(16),
});

describe("Oracle's types", () => {
  test("read as what they are", () => {
    expectTypeOf(select(parts.c.no, parts.c.weight, parts.c.label, parts.c.ratio, parts.c.digest).$result.one()).toEqualTypeOf<{
      no: string;
      weight: number | null;
      label: string;
      ratio: number | null;
      digest: Uint8Array | null;
    }>();
  });

  test("take what fits them", () => {
    insert(parts).values({ no: "12.50", weight: 1.5, label: "a" });
    // @ts-expect-error an exact decimal is a string
    insert(parts).values({ no: 12.5, label: "a" });
    // @ts-expect-error bytes are no string
    update(parts).values({ digest: "00ff" });
  });

  test("ask for what they need", () => {
    // @ts-expect-error a length
    nvarchar2();
    // @ts-expect-error a length
    raw();
    // @ts-expect-error no such mode
    number({ mode: "bigint" });
  });
});

test("the dialect takes its version as text, and capabilities", () => {
  oracle({ version: "19", paramStyle: "numeric", implicitReturning: false });
  // @ts-expect-error a version is text
  oracle({ version: 19 });
  // @ts-expect-error no such style
  oracle({ paramStyle: "colon" });
});
