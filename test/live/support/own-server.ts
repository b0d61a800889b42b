import { type Connection, createEngine, type Engine, type EngineOptions, sql } from "athanor";
import { afterAll, afterEach, beforeAll, describe, inject } from "vitest";
import { type ServerAddress, type ServerName, startServer, type TestServer } from "../../servers/servers.js";
import { targets } from "../../servers/targets.js";
import { tallied } from "./tallied.js";

/** A server whose settings a test may change, since no other test uses it. */
export interface OwnServer {
  readonly driver: string;
  address(): ServerAddress;
  /** An engine on its own database; closed after the test. */
  engine(options?: EngineOptions): Engine;
}

/** Runs the tests once for each driver, on a server that is started for them alone. */
export function onOwnServer(backend: ServerName, tests: (server: OwnServer) => void): void {
  describe.skipIf(inject("backends")[backend]?.state !== "running")(`a ${backend} server of its own`, () => {
    let server: TestServer | undefined;
    beforeAll(async () => {
      server = await startServer(backend);
    });
    afterAll(() => server?.end());
    const address = (): ServerAddress => {
      if (!server) throw new Error("The server is asked for outside of a test.");
      return server.address;
    };
    for (const { name } of targets.filter((target) => target.backend === backend))
      describe(name, () => {
        tallied(name);
        const engines: Engine[] = [];
        afterEach(async () => {
          for (const engine of engines.splice(0)) await engine.close();
        });
        tests({
          driver: name,
          address,
          engine: (options) => {
            const { host, port, user, database } = address();
            const engine = createEngine(`${name}://${user}@${host}:${port}/${database}`, options);
            engines.push(engine);
            return engine;
          },
        });
      });
  });
}

/** Ends all other connections to a server of MariaDB: a test that has failed may have left a lock. */
export async function endOthers(conn: Connection): Promise<void> {
  const others = "SELECT id FROM information_schema.processlist WHERE user = 'root' AND id <> CONNECTION_ID()";
  await conn.execute(
    sql.text(`BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; FOR other IN (${others}) DO KILL other.id; END FOR; END`),
  );
}
