import { insert, OperationalError } from "athanor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rejectedWith } from "../live/support/recorded.js";
import { type MortalServer, startMortalServer } from "../servers/servers.js";
import { add, entries, ids, numbered, range, withEntries } from "./support/entries.js";
import { fault, onServers } from "./support/fault.js";
import { FaultPlace, until } from "./support/place.js";

fault("the server is killed with SIGKILL, and started again", onServers, ({ target }) => {
  let server: MortalServer;
  let place: FaultPlace;

  beforeAll(async () => {
    if (target.backend === "sqlite") throw new Error("SQLite has no server.");
    server = await startMortalServer(target.backend);
    place = new FaultPlace(target, { state: "running", address: server.address });
    await place.make();
  });

  afterAll(() => server.end());

  test("in the middle of a bulk INSERT, with another transaction open and a connection in the pool", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 500));
    const [idle, conn] = [await engine.connect(), await engine.connect()];
    await idle.close();
    const other = await place.engine().connect();
    await add(other, 30_000);
    const batch = rejectedWith(OperationalError, conn.execute(insert(entries), numbered(range(501, 40_000))));
    await until("the batch waits", async () => (await place.askServer(place.words.waiting(place.database))) > 0);
    await server.kill();
    expect(await batch).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    await conn.close();
    await rejectedWith(OperationalError, other.commit());
    await other.close();
    expect(await rejectedWith(OperationalError, engine.connect())).toMatchObject({ connectionInvalidated: true });
    await server.restart();
    await place.survived(engine, range(1, 500));
    await place.clear();
  });

  test("in the middle of a load: nothing of it is there", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 500));
    const rows = async function* () {
      for (let id = 501; id <= 60_000; id += 1) {
        if (id === 40_000) await server.kill();
        yield { id, body: `entry ${id}` };
      }
    };
    const load = insert(entries).executionOptions({ insertPageSize: 5000 });
    const error = await rejectedWith(OperationalError, engine.load(load, rows()));
    expect(error).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    await server.restart();
    await place.survived(engine, range(1, 500));
    await place.clear();
  });

  test("while many write: what was committed is there, and what was not is gone", async () => {
    const engine = place.engine();
    await withEntries(engine);
    const committed = new Set<number>();
    const unknown = new Set<number>();
    let isRunning = true;
    const writer = async (first: number) => {
      for (let id = first; isRunning; id += 10) {
        let isAtCommit = false;
        try {
          const conn = await engine.connect();
          try {
            await add(conn, id);
            isAtCommit = true;
            await conn.commit();
          } finally {
            await conn.close();
          }
          committed.add(id);
        } catch (error) {
          expect(error).toBeInstanceOf(OperationalError);
          if (isAtCommit) unknown.add(id);
          isRunning = false;
        }
      }
    };
    const writers = range(1, 8).map(writer);
    await until("some are written", () => committed.size > 200);
    await server.kill();
    await Promise.all(writers);
    await server.restart();
    const conn = await engine.connect();
    const found = new Set(await ids(conn));
    await conn.close();
    expect([...committed].filter((id) => !found.has(id))).toEqual([]);
    expect([...found].filter((id) => !committed.has(id) && !unknown.has(id))).toEqual([]);
    await place.survived(
      engine,
      [...found].map(Number).sort((a, b) => a - b),
    );
    await place.clear();
  });
});
