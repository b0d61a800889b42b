import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { postgresqlCopyInsert } from "../../../../src/dialects/postgresql/copy-insert.js";

const { rowsText, failedRow } = postgresqlCopyInsert;

/** What COPY's documentation makes of the text: rows of values. */
function readAsDocumented(text: string): (string | null)[][] {
  const named: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => {
    expect(line).not.toBe("\\.");
    expect(line).not.toContain("\r");
    return line
      .split("\t")
      .map((cell) => (cell === "\\N" ? null : cell.replace(/\\([\s\S])/g, (_, letter: string) => named[letter] ?? letter)));
  });
}

describe("rows as COPY reads them", () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: fc.constantFrom("\\", "\t", "\n", "\r", ".", "N", "x", "é", "\b", "\v", " ", '"', "'") }),
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );

  test("any values are read as what they are", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1 })),
        (rows) => {
          const read = readAsDocumented(rowsText(rows.flat(), rows[0]?.length ?? 1));
          expect(read).toEqual(rows.map((row) => row.map((value) => (value === null ? null : String(value)))));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("bytes, numbers, NULL and empty text", () => {
    expect(rowsText([Uint8Array.of(0, 10, 92, 255), 1.5, null, ""], 4)).toBe("\\\\x000a5cff\t1.5\t\\N\t\n");
    expect(rowsText(["\\.", "\\N", "a\tb"], 1)).toBe("\\\\.\n\\\\N\na\\tb\n");
    expect(rowsText([], 3)).toBe("");
  });
});

describe("the row that an error is about", () => {
  test.each([
    ["COPY note, line 5", 4],
    ['COPY note, line 12, column n: "x"', 11],
    ["COPY note, Zeile 7, Spalte n: »x«", 6],
    ['PL/pgSQL function f() line 3 at RAISE\nCOPY note, line 41: "1\t2"', 40],
    ['COPY note, line 3, column body: "\nCOPY note, line 9"', 2],
  ])("%s", (place, row) => expect(failedRow(place, "note")).toBe(row));

  test("is none where another table, or nothing, is named", () => {
    expect(failedRow("COPY other, line 5", "note")).toBeUndefined();
    expect(failedRow("PL/pgSQL function f() line 3 at RAISE", "note")).toBeUndefined();
    expect(failedRow("", "note")).toBeUndefined();
    expect(failedRow("COPY a, line 2, line 5", "a, line 2")).toBe(4);
  });
});
