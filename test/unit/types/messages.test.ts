import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

// A mistake's message ends with a line that says what is wrong, and names the column or the parameter.

const MISTAKES = [
  ["insert(users).values({ name: 'x', nope: 5 });", `Type 'number' is not assignable to type 'UnknownColumn<"nope">'.`],
  ["insert(users).values({ name: 5 });", "Types of property 'name' are incompatible."],
  ["insert(users).values([{ name: 'x' }, { fullname: 'x' }]);", "Property 'name' is missing in type"],
  ["insert(users).values([{ name: 'x', nope: 5 }]);", `Type 'number' is not assignable to type 'UnknownColumn<"nope">'.`],
  ["insert(users).values({ upperName: 'x' });", "Types of property 'upperName' are incompatible."],
  ["void conn.execute(insert(users), { fullname: 'x' });", "Property 'name' is missing in type"],
  ["void conn.execute(insert(users), [{ fullname: 'x' }]);", "Property 'name' is missing in type"],
  ["void conn.execute(insert(users), { name: 'x', nope: 5 });", "'nope' does not exist in type"],
  ["void conn.execute(insert(addresses).values({ userId: 1 }), { id: 1 });", "Property 'email' is missing in type"],
  ["update(users).values({ nope: 5 });", "'nope' does not exist in type"],
  ["update(users).orderedValues(['name', 5]);", "Type '5' is not assignable to type 'Assignable<string> | undefined'."],
  ["update(users).filterBy({ nope: 5 });", "'nope' does not exist in type"],
  ["void conn.execute(byId, {});", "Property 'uid' is missing in type '{}' but required in type '{ uid: number; }'."],
  ["void conn.execute(byId, { uid: 'x' });", "Type 'string' is not assignable to type 'number'."],
  ["users.c.id.eq('x');", `Argument of type '"x"' is not assignable to parameter of type 'Operand<number | null, never>'.`],
  ["users.c.id.in(['x']);", "Type 'string' is not assignable to type 'number | Expr<number | null, never, unknown>'."],
  ["users.c.nope;", "Property 'nope' does not exist on type"],
  ["select(users).where(users.c.id);", "Type 'number' is not assignable to type 'boolean | null'."],
  ["sql.text('a = :a').bindParams({ b: 1 });", `Type 'number' is not assignable to type 'UnknownParameter<"b">'.`],
] as const;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = `${root}build/type-messages`;
const HEAD = [
  'import { bindParam, insert, integer, select, sql, update } from "athanor";',
  'import { addresses, conn, users } from "../../test/types/support.js";',
  'export const byId = select(users.c.id).where(users.c.id.eq(bindParam("uid", integer())));',
];

/** The messages by the line of the mistake, as the compiler prints them. */
function compile(): Promise<ReadonlyMap<number, string>> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/mistakes.ts`, [...HEAD, ...MISTAKES.map(([code]) => code)].join("\n"));
  const paths = { athanor: ["../../src/index.ts"] };
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({ extends: "../../tsconfig.json", compilerOptions: { paths }, include: ["*.ts"] }),
  );
  return new Promise((resolve) => {
    execFile(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", folder, "--pretty", "false"], (_error, stdout) => {
      const messages = new Map<number, string>();
      let line = 0;
      for (const text of stdout.split("\n")) {
        const start = /mistakes\.ts\((\d+),/.exec(text);
        if (start) line = Number(start[1]) - HEAD.length;
        messages.set(line, `${messages.get(line) ?? ""}${text}\n`);
      }
      resolve(messages);
    });
  });
}

describe("the compiler's message says what is wrong", () => {
  let messages: ReadonlyMap<number, string>;
  beforeAll(async () => {
    messages = await compile();
  }, 60_000);

  test.each(MISTAKES.map(([code, said], at) => [code, said, at + 1] as const))("%s", (_code, said, line) => {
    expect(messages.get(line)).toContain(said);
  });

  test("each of the lines is a mistake, and nothing else is one", () => {
    expect([...messages.keys()].filter((line) => line !== 0)).toHaveLength(MISTAKES.length);
    expect(messages.get(0)?.trim() ?? "").toBe("");
  });
});
