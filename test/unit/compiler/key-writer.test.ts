import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("where a runtime takes no code from text, statements are found again all the same", async () => {
  vi.resetModules();
  vi.stubGlobal("Function", function refused() {
    throw new EvalError("Code generation from strings disallowed for this context");
  });
  const { insert, integer, select, table, text } = await import("../../../src/index.js");
  const { sqlite } = await import("../../../src/dialects/sqlite/index.js");
  const dialect = sqlite();
  const notes = table("notes", { id: integer().primaryKey(), body: text().notNull() });
  const found = (id: number) => select(notes.c.body).where(notes.c.id.eq(id), notes.c.body.like("a%")).limit(id);

  const first = found(1).compile({ dialect });
  const again = found(2).compile({ dialect });
  expect(again.compiled).toBe(first.compiled);
  expect(again.toDriver().values).toEqual(found(2).compile({ dialect: sqlite() }).toDriver().values);
  const other = select(notes.c.body).where(notes.c.id.ne(1)).compile({ dialect });
  expect(other.compiled).not.toBe(first.compiled);

  const rows = (count: number) => insert(notes).values(Array.from({ length: count }, (_, id) => ({ id, body: "b" })));
  expect(rows(2).compile({ dialect }).compiled).toBe(rows(2).compile({ dialect }).compiled);
  expect(rows(3).compile({ dialect }).compiled).not.toBe(rows(2).compile({ dialect }).compiled);
});
