// COPY FROM STDIN over the package `pg`: its own query class, which answers the server's question for the rows.
import type { PgClient, PgQueryClass, PgWire } from "./pg-package.js";
import { SentRows } from "./sent-rows.js";

/** What sends rows. */
export interface PgCopyWay {
  readonly Query: PgQueryClass;
  readonly wire: PgWire & Required<Pick<PgWire, "sendCopyFromChunk" | "endCopyFrom" | "sendCopyFail">>;
}

function canCopy(wire: PgWire | undefined): wire is PgCopyWay["wire"] {
  return wire?.sendCopyFromChunk !== undefined && wire.endCopyFrom !== undefined && wire.sendCopyFail !== undefined;
}

/**
 * What sends a client's rows; null for a client that can't, such as the package's native one.
 *
 * While it pipelines, the package refuses query classes of others, since what is sent behind them would be answered in
 * their place. Nothing is sent behind this one.
 */
export function copyWay({ connection }: PgClient, Query: PgQueryClass): PgCopyWay | null {
  return canCopy(connection) ? { Query, wire: connection } : null;
}

/** Sends the text and the rows. @throws what the package or the iterator throws */
export function copied(client: PgClient, { Query, wire }: PgCopyWay, sql: string, pieces: Iterable<string>): Promise<unknown> {
  const rows = new SentRows(pieces);
  const sink = {
    stream: wire.stream,
    write(piece: string): boolean {
      wire.sendCopyFromChunk(Buffer.from(piece));
      return wire.stream.writableNeedDrain !== true;
    },
    end: () => void wire.endCopyFrom(),
    fail: ({ message }: Error) => void wire.sendCopyFail(message),
  };
  return new Promise((resolve, reject) => {
    const query = new Query(sql, undefined, (error, result) => {
      rows.over();
      if (error) reject(rows.reasonOf(error));
      else resolve(result);
    });
    query.handleCopyInResponse = () => void rows.sendTo(sink);
    client.query(query);
  });
}
