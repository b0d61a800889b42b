import { createSyncEngine, insert, type SyncConnection } from "athanor";
import type { Workload } from "../contest.ts";
import { metadata, people } from "../schema.ts";
import { rawBetterSqlite3, rawNodeSqlite } from "./raw-sqlite.ts";
import {
  baseOf,
  built,
  drizzlePrepared,
  firstRows,
  hoisted,
  type Kind,
  keyOf,
  peer,
  person,
  raw,
  type Statements,
} from "./sqlite-statements.ts";

type Url = "sqlite://" | "sqlite+better-sqlite3://";

function connected(url: Url): SyncConnection {
  const conn = createSyncEngine(url).connect();
  metadata.createAll(conn);
  conn.commit();
  conn.execute(insert(people), firstRows());
  return conn;
}

/** The statement is built in each turn. */
function athanorBuilt(url: Url): Statements {
  const conn = connected(url);
  return {
    insert: (turn) => conn.execute(built.insert(turn)).one(),
    select: (turn) => conn.execute(built.select(turn)).one(),
    update: (turn) => conn.execute(built.update(turn)).rowCount,
    close: () => conn.close(),
  };
}

/** The statement is built once, and executed with parameters. */
function athanorHoisted(url: Url): Statements {
  const conn = connected(url);
  return {
    insert: (turn) => conn.execute(hoisted.insert, person(turn)).one(),
    select: (turn) => conn.execute(hoisted.select, { key: keyOf(turn) }).one(),
    update: (turn) => conn.execute(hoisted.update, { newAge: turn & 63, key: keyOf(turn) }).rowCount,
    close: () => conn.close(),
  };
}

function drizzleAtOnce(): Statements {
  const { inserting, selecting, updating, close } = drizzlePrepared();
  return {
    insert: (turn) => inserting.get(person(turn)),
    select: (turn) => selecting.get({ key: keyOf(turn) }),
    update: (turn) => updating.run({ age: turn & 63, key: keyOf(turn) }),
    close,
  };
}

/** The same statements without promises: nothing is awaited, of the raw drivers neither. */
function workload(kind: Kind, name: string): Workload {
  const atOnce = (peerName: string, open: () => Statements) => peer(peerName, kind, open, false);
  return {
    group: "sqlite-sync",
    name,
    unit: "statement",
    rounds: 21,
    base: baseOf,
    peers: [
      atOnce("raw better-sqlite3", () => raw(rawBetterSqlite3())),
      atOnce("raw node:sqlite", () => raw(rawNodeSqlite())),
      atOnce("athanor, better-sqlite3, hoisted", () => athanorHoisted("sqlite+better-sqlite3://")),
      atOnce("athanor, node:sqlite, hoisted", () => athanorHoisted("sqlite://")),
      atOnce("athanor, better-sqlite3", () => athanorBuilt("sqlite+better-sqlite3://")),
      atOnce("athanor, node:sqlite", () => athanorBuilt("sqlite://")),
      atOnce("drizzle .prepare()", drizzleAtOnce),
    ],
  };
}

export const sqliteSyncWorkloads: readonly Workload[] = [
  workload("insert", "insert returning, at once"),
  workload("select", "select by key, at once"),
  workload("update", "update by key, at once"),
];
