import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect } from "vitest";
import type { Target } from "../../servers/targets.js";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { builtProgram } from "../support/program.js";

// a process has its time zone from its start: each is one of its own
const run = promisify(execFile);
const program = `build/live/time-zone-${process.pid}.mjs`;

beforeAll(() => builtProgram(program, { entryPoints: ["test/live/decode/time-zone.ts"] }));
afterAll(() => rm(program, { force: true }));

/** What makes the session's time zone another one, where a session has one. */
const sessions: Readonly<Record<Target["backend"], string>> = {
  sqlite: "",
  postgresql: "SET TIME ZONE 'America/St_Johns'",
  mariadb: "SET time_zone = '-03:30'",
};

onEveryDatabase(({ target, url, alone }) => {
  const test = testExcept(target, alone ? { [target.backend]: "a database in memory from another process" } : {});

  test.each([
    ["America/St_Johns", 22],
    ["Asia/Kathmandu", 8],
  ])("a process in %s writes and reads the same points in time, whatever the session's time zone", async (TZ, hour) => {
    const { stdout } = await run(process.execPath, [program, url(), sessions[target.backend]], { env: { ...process.env, TZ } });
    const { texts, hours, found, madeAt } = JSON.parse(stdout);
    expect(hours[0]).toBe(hour);
    const rows = (texts as string[]).map((text) => ({
      plain: text,
      zoned: text,
      exact: expect.stringMatching(new RegExp(`^${text.slice(0, -5)}(${text.slice(-5, -1)})?$`)),
      exactZoned: expect.stringMatching(new RegExp(`^${text.slice(0, -5)}(${text.slice(-5, -1)})?Z$`)),
      day: text.slice(0, 10),
      hour: expect.stringMatching(new RegExp(`^${text.slice(11, -5)}`)),
    }));
    const stored = (texts as string[]).map((text) => expect.stringMatching(new RegExp(`^${text.slice(0, 19).replace("T", " ")}`)));
    const round = [2, 2, 2, 2, ...rows, ...rows, ...rows, ...stored, ...stored];
    expect(found).toEqual(target.backend === "sqlite" ? round : [...round, ...round]);
    expect(madeAt).toHaveLength(3 * texts.length);
    for (const made of madeAt) expect(Math.abs(made - Date.now())).toBeLessThan(30_000);
  });
});
