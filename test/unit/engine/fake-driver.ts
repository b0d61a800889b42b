import type { Driver, DriverConnection, DriverResult } from "../../../src/dialects/driver.js";

const nothing: DriverResult = { rows: [], columns: [], rowCount: 0, lastInsertId: null, command: null };

/** Whether the last text of those that begin or end transactions began one. */
function isBegun(texts: readonly string[]): boolean {
  const last = texts.findLast((text) => /^(BEGIN( TRANSACTION)?|SET TRANSACTION .*|COMMIT|ROLLBACK)$/.test(text));
  return last !== undefined && last !== "COMMIT" && last !== "ROLLBACK";
}

/** A connection to no database at all. */
export interface FakeConnection extends DriverConnection {
  readonly number: number;
  /** The texts that were sent. */
  readonly texts: string[];
  lost: boolean;
  isClosed: boolean;
}

/** What a test makes go wrong. */
export interface Faults {
  connect?: (number: number) => void | Promise<void>;
  query?: (connection: FakeConnection, sql: string) => void | Promise<void>;
  close?: (connection: FakeConnection) => void;
}

/** An error of the fake driver's. */
export class FakeError extends Error {
  constructor(
    message: string,
    readonly disconnected: boolean,
  ) {
    super(message);
  }
}

/** A driver whose connections are numbered, for tests of what stands above drivers. */
export function fakeDriver(faults: Faults = {}): Driver & { readonly connections: readonly FakeConnection[] } {
  const connections: FakeConnection[] = [];
  let count = 0;
  return {
    name: "fake",
    connections,
    async connect() {
      const number = ++count;
      await faults.connect?.(number);
      const connection: FakeConnection = {
        number,
        texts: [],
        lost: false,
        isClosed: false,
        async query(sql) {
          connection.texts.push(sql);
          await faults.query?.(connection, sql);
          return nothing;
        },
        queryMany: async () => nothing,
        stream: async () => ({ columns: [], next: async () => [], close: () => {} }),
        pipelines: true,
        pipelinesStatements: true,
        transactionState: () => (!connection.lost && isBegun(connection.texts) ? "open" : "none"),
        async close() {
          connection.isClosed = true;
          faults.close?.(connection);
        },
      };
      connections.push(connection);
      return connection;
    },
    describeError: (error) =>
      error instanceof FakeError
        ? { kind: "operational", code: undefined, busy: false, serializationFailure: false, disconnected: error.disconnected }
        : null,
  };
}
