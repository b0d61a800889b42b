import { chmodSync } from "node:fs";
import { insert, OperationalError, sql } from "athanor";
import { afterEach, expect, test } from "vitest";
import { rejectedWith } from "../live/support/recorded.js";
import { add, entries, ids, numbered, range, withEntries } from "./support/entries.js";
import { fault, onFiles } from "./support/fault.js";
import { endPrograms, started, writerProgram } from "./support/program.js";

afterEach(endPrograms);

fault("the disk is full", onFiles, (place) => {
  test("for the database: the bulk INSERT is undone as a whole, and there is room again after a DELETE", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 100));
    const conn = await engine.connect();
    await conn.execute(sql.text("PRAGMA max_page_count = 20"));
    const error = await rejectedWith(OperationalError, conn.execute(insert(entries), numbered(range(101, 50_000))));
    expect(error).toMatchObject({ code: "SQLITE_FULL", connectionInvalidated: false });
    await conn.rollback();
    expect(await ids(conn)).toEqual(range(1, 100));
    await conn.rollback();
    await conn.execute(sql.text("PRAGMA max_page_count = 1000000"));
    await conn.close();
    await place.survived(engine, range(1, 100));
  });

  test("inside of a begin() callback that goes on after it", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await conn.execute(sql.text("PRAGMA max_page_count = 20"));
    await conn.rollback();
    const work = conn.begin(async () => {
      await add(conn, 2);
      await rejectedWith(OperationalError, conn.execute(insert(entries), numbered(range(3, 50_000))));
      await add(conn, 3);
    });
    // SQLite may have rolled back all of it: then nothing of it may seem to have been committed
    const isDone = await work.then(
      () => true,
      () => false,
    );
    await conn.execute(sql.text("PRAGMA max_page_count = 1000000"));
    await conn.close();
    await place.survived(engine, isDone ? [1, 2, 3] : [1]);
  });

  test("for the process, by the limit of its files (RLIMIT_FSIZE)", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 10));
    const program = await writerProgram();
    // 128 blocks of 512 bytes
    const child = started("sh", ["-c", 'ulimit -f 128; exec "$@"', "sh", ...program, place.url(), "101", "50000"]);
    expect(await child.output).toMatch(/failed OperationalError SQLITE_(FULL|IOERR)/);
    await place.survived(engine, range(1, 10));
  });
});

fault("the file can only be read", onFiles, (place) => {
  test("by what the URL says", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const reading = place.engineOn(`${place.url()}?mode=ro`);
    expect(
      await rejectedWith(
        OperationalError,
        reading.begin((conn) => add(conn, 3)),
      ),
    ).toMatchObject({ code: "SQLITE_READONLY" });
    const conn = await reading.connect();
    expect(await ids(conn)).toEqual([1, 2]);
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("by its own mode, for everybody but root", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    await engine.close();
    chmodSync(place.file, 0o444);
    const again = place.engine();
    // root may write it all the same
    if (process.getuid?.() === 0) await again.begin((conn) => add(conn, 3));
    else
      expect(
        await rejectedWith(
          OperationalError,
          again.begin((conn) => add(conn, 3)),
        ),
      ).toMatchObject({ code: "SQLITE_READONLY" });
    await again.close();
    chmodSync(place.file, 0o644);
    await place.survived(place.engine(), process.getuid?.() === 0 ? [1, 2, 3] : [1, 2]);
  });
});

fault("a process is killed with SIGKILL while it writes the file", onFiles, (place) => {
  test.each(["DELETE", "WAL"])("in the middle of a bulk INSERT, with the journal mode %s", async (mode) => {
    const engine = place.engine();
    const setting = (await engine.connect()).executionOptions({ isolationLevel: "AUTOCOMMIT" });
    await setting.execute(sql.text(`PRAGMA journal_mode = ${mode}`));
    await setting.close();
    await withEntries(engine, ...range(1, 10));
    const program = await writerProgram();
    const child = started(program[0], [...program.slice(1), place.url(), "101", "400000"]);
    await child.says(/page 200/);
    child.kill();
    await place.survived(engine, range(1, 10));
  });
});

fault("another process has locked the file", onFiles, (place) => {
  test("for longer than busyTimeout", async () => {
    const engine = place.engine({ busyTimeout: 100 });
    await withEntries(engine, 1);
    const program = await writerProgram();
    const child = started(program[0], [...program.slice(1), place.url(), "101", "101", "hold"]);
    await child.says(/holds/);
    const error = await rejectedWith(
      OperationalError,
      engine.begin((conn) => add(conn, 2)),
    );
    expect(error).toMatchObject({ code: "SQLITE_BUSY", connectionInvalidated: false });
    child.kill();
    await place.survived(engine, [1]);
  });

  test("and is killed: who waits goes on at once", async () => {
    const engine = place.engine({ busyTimeout: 20_000 });
    await withEntries(engine, 1);
    const program = await writerProgram();
    const child = started(program[0], [...program.slice(1), place.url(), "101", "101", "hold"]);
    await child.says(/holds/);
    const adding = engine.begin((conn) => add(conn, 2));
    setTimeout(child.kill, 100);
    await adding;
    await place.survived(engine, [1, 2]);
  });
});
