import { ArgumentError, type Connection, type Engine, OperationalError } from "athanor";
import { expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { rejection } from "../support/recorded.js";

/** A real serialization failure: a snapshot that is older than the last commit. */
async function staleSnapshot(database: Engine): Promise<OperationalError> {
  const [reader, writer] = [await database.connect(), await database.connect()];
  await bodies(reader);
  await addNote(writer, `${Math.random()}`);
  await writer.commit();
  const error = await rejection(addNote(reader, "stale"));
  await reader.close();
  await writer.close();
  if (error instanceof OperationalError) return error;
  throw error;
}

onEveryDriver(({ walFile, engineOn, memory }) => {
  test("repeats on a serialization failure, on a connection of its own each time", async () => {
    const database = await withNotes(engineOn(await walFile()));
    const failure = await staleSnapshot(database);
    expect(failure.serializationFailure).toBe(true);
    const seen = new Set<Connection>();
    const given = await database.transaction(async (conn) => {
      seen.add(conn);
      await addNote(conn, "once");
      if (seen.size < 3) throw seen.size === 1 ? failure : new Error("wrapped by the application", { cause: failure });
      return seen.size;
    });
    expect(given).toBe(3);
    expect((await committed(database)).filter((body) => body === "once")).toHaveLength(1);
  });

  test("no more often than asked for, and then it is the last error", async () => {
    const database = await withNotes(engineOn(await walFile()));
    const failure = await staleSnapshot(database);
    let runs = 0;
    const error = await rejection(
      database.transaction(
        () => {
          runs += 1;
          throw failure;
        },
        { retry: 2 },
      ),
    );
    expect([error, runs]).toEqual([failure, 3]);
  });

  test("never on another error", async () => {
    const database = await withNotes(memory(), "there");
    let runs = 0;
    const error = await rejection(
      database.transaction(async (conn) => {
        runs += 1;
        await addNote(conn, "there");
      }),
    );
    expect([error, runs]).toEqual([expect.objectContaining({ name: "IntegrityError" }), 1]);
  });

  test("refuses what makes no sense", async () => {
    const database = memory();
    await expect(database.transaction(() => {}, { isolationLevel: "AUTOCOMMIT" })).rejects.toThrow(ArgumentError);
    await expect(database.transaction(() => {}, { retry: -1 })).rejects.toThrow(ArgumentError);
    await expect(Reflect.apply(database.transaction, database, [])).rejects.toThrow(ArgumentError);
    expect(await database.transaction(() => 4, { isolationLevel: "SERIALIZABLE", retry: 0 })).toBe(4);
  });
});
