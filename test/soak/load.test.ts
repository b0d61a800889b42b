import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { placeOf } from "../live/support/databases.js";
import { builtProgram } from "../live/support/program.js";
import { targets } from "../servers/targets.js";

const ROWS = Number(process.env.ATHANOR_SOAK_ROWS ?? 1_000_000);
/** The most that the whole process may take while it loads them, in megabytes. */
const MOST = 300;

const run = promisify(execFile);
const program = `build/soak/load-${process.pid}.mjs`;
const table: string[] = [];

beforeAll(() => builtProgram(program, { entryPoints: ["test/soak/load.ts"] }));

afterAll(() => console.log(["driver                   rows   in order    loaded  peak MB", ...table].join("\n")));

for (const target of targets) {
  const state = inject("backends")[target.backend];
  describe.skipIf(state === undefined || state.state === "absent")(target.name, () => {
    const place = state && placeOf(target, state);
    beforeAll(() => place?.make());
    afterAll(() => place?.remove());

    test(`${ROWS} rows come back in order, and are loaded, in less than ${MOST} MB`, { timeout: 600_000 }, async () => {
      await place?.empty();
      const { stdout } = await run(process.execPath, [program, place?.url() ?? "", String(ROWS)]);
      const { rows, seconds, loadSeconds, megabytes } = JSON.parse(stdout);
      const figures = [seconds, loadSeconds].map((each) => `${each.toFixed(1)} s`.padStart(10)).join("");
      table.push(`${target.name.padEnd(22)} ${String(rows).padStart(8)}${figures} ${megabytes.toFixed(0).padStart(8)}`);
      expect(megabytes).toBeLessThan(MOST);
    });
  });
}
