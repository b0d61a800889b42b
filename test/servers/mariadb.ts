import { existsSync } from "node:fs";
import { join } from "node:path";
import { finished, freePort, serverFolder } from "./process.ts";
import type { Durability, PreparedServer } from "./servers.ts";

/** What a commit waits for: nothing, or that the operating system has it, which outlives the death of the server. */
const DURABILITY: Readonly<Record<Durability, string>> = {
  none: "--innodb-flush-log-at-trx-commit=0",
  process: "--innodb-flush-log-at-trx-commit=2",
};
const SETTINGS = ["--innodb-doublewrite=0", "--skip-log-bin"];

/** The server's program: Debian has it where only root's PATH leads. */
function program(): string {
  const places = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin", "/usr/libexec"];
  const found = places.map((place) => join(place, "mariadbd")).find(existsSync);
  if (found === undefined) throw new Error("mariadbd is not installed: apt-get install mariadb-server");
  return found;
}

/** MariaDB, as the system has it. */
export async function prepareMariadb(durability: Durability): Promise<PreparedServer> {
  const mariadbd = program();
  const folder = serverFolder("mariadb");
  const data = join(folder, "data");
  const install = ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"];
  await finished("mariadb-install-db", install, folder);
  const port = await freePort();
  return {
    address: { host: "127.0.0.1", port, user: "root", database: "mysql" },
    command: {
      command: mariadbd,
      args: [
        "--no-defaults",
        `--datadir=${data}`,
        "--bind-address=127.0.0.1",
        `--port=${port}`,
        `--socket=${join(folder, "socket")}`,
        `--pid-file=${join(folder, "pid")}`,
        "--skip-name-resolve",
        "--max-connections=200",
        "--character-set-server=utf8mb4",
        ...SETTINGS,
        DURABILITY[durability],
      ],
      folder,
      ready: /ready for connections/,
      signal: "TERM",
    },
  };
}
