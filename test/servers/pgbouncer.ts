import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, serverFolder, startedServer } from "./process.js";
import type { ServerAddress, TestServer } from "./servers.js";

/** Whether the proxy is installed. */
export const hasPgbouncer = ["/usr/sbin", "/usr/bin", "/usr/local/bin"].some((folder) => existsSync(join(folder, "pgbouncer")));

/** pgbouncer in front of a server, in transaction mode: each transaction may get another of its few connections. */
export async function startPgbouncer(server: ServerAddress, size: number): Promise<TestServer> {
  const folder = serverFolder("pgbouncer");
  const port = await freePort();
  const file = join(folder, "pgbouncer.ini");
  const lines = [
    "[databases]",
    `* = host=${server.host} port=${server.port} user=${server.user}`,
    "[pgbouncer]",
    `listen_addr = ${server.host}`,
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    `default_pool_size = ${size}`,
    "max_client_conn = 200",
  ];
  writeFileSync(file, lines.join("\n"));
  const { end } = await startedServer({
    command: existsSync("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : "pgbouncer",
    args: [file],
    folder,
    ready: /process up|listening on/,
    signal: "INT",
  });
  return { address: { ...server, port }, end };
}
