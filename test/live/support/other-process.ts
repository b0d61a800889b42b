import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Another process that holds a lock on a database file. */
export interface OtherProcess {
  /** Tells it to let go; resolves when it has. */
  letGo(): Promise<void>;
}

const SCRIPT = `
  const { DatabaseSync } = require("node:sqlite");
  const [file, begin, milliseconds] = process.argv.slice(1);
  const database = new DatabaseSync(file);
  database.exec(begin);
  database.exec("INSERT OR IGNORE INTO note (body) VALUES ('from the other process')");
  console.log("locked");
  const end = () => {
    database.exec("COMMIT");
    database.close();
    process.exit(0);
  };
  process.stdin.once("data", end);
  if (Number(milliseconds) > 0) setTimeout(end, Number(milliseconds));
`;

const running = new Set<ChildProcess>();

/**
 * Starts a process that begins a transaction, adds a note, and holds the lock.
 * @param milliseconds how long; 0 for until it is told to let go
 */
export async function lockedByOther(file: string, milliseconds: number, begin = "BEGIN IMMEDIATE"): Promise<OtherProcess> {
  const child = spawn(process.execPath, ["-e", SCRIPT, file, begin, String(milliseconds)], { stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  const gone = once(child, "exit").finally(() => running.delete(child));
  const first = await Promise.race([once(child.stdout, "data"), gone]);
  if (String(first[0]).trim() !== "locked") throw new Error("The other process could not lock the file.");
  return {
    async letGo() {
      if (child.exitCode === null) child.stdin.write("let go\n");
      await gone;
    },
  };
}

/** Ends the processes that a failed test has left behind. */
export function endOthers(): void {
  for (const child of running) child.kill();
}
