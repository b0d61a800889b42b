import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createEngine } from "athanor";
import pg from "pg";
import postgres from "postgres";
import type { Workload } from "../../contest.ts";
import type { Person } from "../../schema.ts";
import { urlOf } from "../../servers.ts";
import { type BulkInsert, bulkPeer, bulkWorkload, plain } from "./bulk.ts";
import { client, rawArrayText, watched } from "./postgresql.ts";

const COPY = "COPY people (name, email, age, city) FROM STDIN";
/** Rows of which the text is made at once. */
const ROWS_A_PIECE = 1000;

const escaped = (value: string): string => (/[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (found) => `\\${found}`) : value);

/** Rows as COPY reads them. */
function* piecesOf(rows: readonly Person[]): Generator<string> {
  for (let start = 0; start < rows.length; start += ROWS_A_PIECE) {
    let piece = "";
    for (const { name, email, age, city } of rows.slice(start, start + ROWS_A_PIECE))
      piece += `${escaped(name)}\t${escaped(email)}\t${age}\t${escaped(city)}\n`;
    yield piece;
  }
}

/** The package has no COPY of its own: a query that answers the server's question. */
class CopyQuery extends pg.Query {
  private readonly pieces: Iterable<string>;

  constructor(pieces: Iterable<string>, done: (error?: Error | null) => void) {
    super(COPY, undefined, done);
    this.pieces = pieces;
  }

  async handleCopyInResponse(connection: CopyWire): Promise<void> {
    for (const piece of this.pieces) {
      connection.sendCopyFromChunk(Buffer.from(piece));
      if (connection.stream.writableNeedDrain) await new Promise((resolve) => connection.stream.once("drain", resolve));
    }
    connection.endCopyFrom();
  }
}

interface CopyWire {
  readonly stream: { readonly writableNeedDrain: boolean; once(event: "drain", listener: (value: unknown) => void): unknown };
  sendCopyFromChunk(rows: Buffer): void;
  endCopyFrom(): void;
}

async function rawCopy(): Promise<BulkInsert> {
  const own = await client();
  return watched(
    async (rows) => {
      await own.query("BEGIN");
      await new Promise<void>((resolve, reject) => {
        own.query(new CopyQuery(piecesOf(rows), (error) => (error ? reject(error) : resolve())));
      });
      await own.query("COMMIT");
      return undefined;
    },
    () => own.end(),
  );
}

async function rawPostgresJs(): Promise<BulkInsert> {
  const sql = postgres(await urlOf("postgresql"), { max: 1 });
  return watched(
    async (rows) => {
      await sql.begin(async (transaction) => {
        await pipeline(Readable.from(piecesOf(rows), { objectMode: false }), await transaction.unsafe(COPY).writable());
      });
      return undefined;
    },
    () => sql.end(),
  );
}

/** Rows out of an iterable. */
async function athanor(scheme: string, way: "load" | "execute"): Promise<BulkInsert> {
  const engine = createEngine(await urlOf("postgresql", scheme));
  return watched(
    async (rows) => {
      if (way === "load") await engine.load(plain, rows.values());
      else await engine.begin((conn) => conn.execute(plain, rows.values()));
      return undefined;
    },
    () => engine.close(),
  );
}

const baseOf = (peer: string): string => (peer.includes("postgres.js") ? "raw postgres.js: COPY" : "raw pg: COPY");

export const postgresqlLoadWorkloads: readonly Workload[] = [
  bulkWorkload("postgresql-load", "none", baseOf, [
    bulkPeer("raw pg: COPY", "none", rawCopy),
    bulkPeer("raw pg: unnest, array text by hand, 10,000 a statement", "none", () => rawArrayText("none")),
    bulkPeer("athanor, pg: load", "none", () => athanor("postgresql", "load")),
    bulkPeer("athanor, pg: execute with an iterable", "none", () => athanor("postgresql", "execute")),
    bulkPeer("raw postgres.js: COPY", "none", rawPostgresJs),
    bulkPeer("athanor, postgres.js: load", "none", () => athanor("postgresql+postgres", "load")),
    bulkPeer("athanor, postgres.js: execute with an iterable", "none", () => athanor("postgresql+postgres", "execute")),
  ]),
];
