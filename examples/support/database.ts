import { createEngine, insert } from "athanor";
import { addresses, metadata, users } from "./tables.js";

/** An engine on a database in memory, with two users and three addresses in it. */
export async function sampleDatabase() {
  const engine = createEngine("sqlite:///:memory:");
  await engine.begin(async (conn) => {
    await metadata.createAll(conn);
    await conn.execute(insert(users), [
      { id: 1, name: "sandy", fullname: "Sandy Cheeks", profile: { theme: "dark" } },
      { id: 2, name: "patrick", fullname: "Patrick Star" },
    ]);
    await conn.execute(insert(addresses), [
      { userId: 1, email: "sandy@example.org" },
      { userId: 1, email: "cheeks@example.org" },
      { userId: 2, email: "patrick@example.org" },
    ]);
  });
  return engine;
}
