import { insert } from "athanor";
import { beacon, crew, port } from "../schema.js";
import type { Traces } from "../trace.js";

const named = (names: Iterable<string>) => [...names].map((name) => ({ name }));
const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index}`);

/** What echo writes. */
export const echoTraces: Traces = {
  "trace-echo-executemany": async ({ connection, run, mark }) => {
    const conn = await connection();
    await run(insert(crew), { name: "a" });
    await run(insert(crew), { name: "b" });
    await run(insert(crew), named("cd"));
    await run(insert(crew).returning(crew.c.id), named("efghi"));
    await run(insert(crew).returning(crew.c.id).sortByParameterOrder(), named("jk"));
    await run(insert(beacon).returning(beacon.c.label).sortByParameterOrder(), [{ label: "l" }, { label: "m" }]);
    await mark("commit", () => conn.commit());
  },
  "trace-echo-hidden-parameters": async ({ run }) => {
    await run(insert(crew), { name: "secret" });
    await run(insert(port), { code: null });
  },
  "trace-echo-long-parameters": async ({ run }) => {
    await run(insert(crew), named(numbered("n", 30)));
    await run(insert(crew), { name: "x".repeat(500) });
    await run(insert(crew).values(named(numbered("m", 60))));
  },
};
