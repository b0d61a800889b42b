import { InvalidRequestError, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { transactionEvents } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  test("a transaction that was ended in text is over: nothing more runs in it until rollback()", async () => {
    for (const [text, kept] of [
      ["COMMIT", ["in"]],
      ["ROLLBACK", []],
    ] as const) {
      const database = await withNotes(engine());
      const conn = await database.connect();
      const seen = transactionEvents(database);
      const tx = await conn.begin();
      await addNote(conn, "in");
      await conn.execute(sql.text(text));
      expect([tx.isActive, conn.inTransaction]).toEqual([false, true]);
      for (const refused of [addNote(conn, "late"), bodies(conn), conn.beginNested(), tx.commit()])
        await expect(refused).rejects.toThrow(InvalidRequestError);
      await tx.rollback();
      await addNote(conn, "after");
      await conn.commit();
      expect(seen).toEqual(["begin", "rollback", "begin", "commit"]);
      await conn.execute(sql.text("DELETE FROM note WHERE body = 'after'"));
      await conn.commit();
      await conn.close();
      expect(await committed(database)).toEqual(kept);
      const drop = await database.connect();
      await drop.execute(sql.text("DROP TABLE note"));
      await drop.commit();
      await drop.close();
    }
  });
});
