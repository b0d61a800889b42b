import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Who runs a server: the user nobody where we are root, as which database servers refuse to run. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A folder for a server's files, which it may write. */
export function serverFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `athanor-${name}-`));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** A port of the loopback interface on which nobody listens. */
export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  if (address === null || typeof address === "string") throw new Error("The loopback interface gave no port.");
  return address.port;
}

/** The last lines that a process wrote, for the message when it fails. */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (text = (text + chunk).slice(-2000)));
  return () => text.trim().split("\n").slice(-8).join("\n");
}

/** Runs a command to its end. @throws Error with its last lines where it fails */
export async function finished(command: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(command, args, { ...account, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const lines = lastLines(child);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${lines()}`);
}

/**
 * Runs a server until its standard input is closed, which also happens when we are killed; then removes its folder.
 * The first argument is the signal that ends the server, the second the folder, or nothing where that is to stay.
 */
const KEEPER = `
# what ends us by our group or terminal ends the server too, but must not keep us from removing the folder
trap '' HUP INT TERM PIPE
signal=$1 folder=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -s "$signal" $server 2>/dev/null; } &
wait $server; code=$?
[ -z "$folder" ] || rm -rf "$folder"
exit $code`;

/** How a server is started. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** What it writes when it can be used. */
  readonly ready: RegExp;
  /** The signal that ends it in good order. */
  readonly signal: "INT" | "TERM";
  /** The folder stays when the server is gone: it shall be started again. */
  readonly keepsFolder?: boolean;
}

/** A server that runs. */
export interface RunningServer {
  /** Ends it, and waits until it is gone. */
  end(): Promise<void>;
  /** Kills all of its processes at once, as a loss of power would, and waits until they are gone. */
  kill(): Promise<void>;
}

/** What an action on a process gives, or nothing where that process has ended by itself in the meantime. */
function unlessGone<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (["ESRCH", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** The processes below another, parents first, so that none of them makes new ones. */
function descendants(process: number): number[] {
  const listed = unlessGone(() => readFileSync(`/proc/${process}/task/${process}/children`, "utf8")) ?? "";
  const children = listed.split(" ").filter(Boolean).map(Number);
  return [...children, ...children.flatMap(descendants)];
}

/** How long a server may take to be ready, in milliseconds. */
const PATIENCE = 60_000;

/** Starts a server and waits until it is ready. @throws Error with its last lines where it ends, or does not get ready */
export async function startedServer(server: ServerCommand): Promise<RunningServer> {
  const { command, args, folder, ready, signal, keepsFolder = false } = server;
  const keeper = spawn("sh", ["-c", KEEPER, "keeper", signal, keepsFolder ? "" : folder, command, ...args], {
    ...account,
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines = lastLines(keeper);
  const gone = once(keeper, "close");
  const end = async (): Promise<void> => {
    keeper.stdin.end();
    await gone;
  };
  const kill = async (): Promise<void> => {
    // children of a server end by themselves as soon as it is gone, some before their turn comes
    for (const each of keeper.pid === undefined ? [] : descendants(keeper.pid)) unlessGone(() => process.kill(each, "SIGKILL"));
    await gone;
  };
  let timer: NodeJS.Timeout | undefined;
  const isReady = new Promise<"ready" | "late">((resolve) => {
    keeper.stderr.on("data", (chunk) => {
      if (ready.test(String(chunk))) resolve("ready");
    });
    timer = setTimeout(() => resolve("late"), PATIENCE);
  });
  const first = await Promise.race([isReady, gone.then(() => "gone" as const)]);
  clearTimeout(timer);
  if (first !== "ready") {
    await end();
    throw new Error(`${command} ${first === "gone" ? "ended" : `was not ready after ${PATIENCE} ms`}:\n${lines()}`);
  }
  return { end, kill };
}
