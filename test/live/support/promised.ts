import type { Connection, Engine, SyncConnection, SyncEngine, SyncTransaction } from "athanor";

type Callback = (connection: Connection) => unknown;

function transaction(tx: SyncTransaction): object {
  return {
    get isActive() {
      return tx.isActive;
    },
    commit: async () => tx.commit(),
    rollback: async () => tx.rollback(),
    [Symbol.asyncDispose]: async () => tx[Symbol.dispose](),
  };
}

/** The callbacks of the suite are asynchronous: what they do is begun and ended by hand. */
async function during(tx: SyncTransaction, facade: Connection, callback: Callback): Promise<unknown> {
  try {
    const result = await callback(facade);
    tx.commit();
    return result;
  } catch (error) {
    tx[Symbol.dispose]();
    throw error;
  }
}

function connection(conn: SyncConnection): Connection {
  const facade = {
    execute: async (...given: Parameters<SyncConnection["execute"]>) => conn.execute(...given),
    scalar: async (...given: Parameters<SyncConnection["scalar"]>) => conn.scalar(...given),
    scalars: async (...given: Parameters<SyncConnection["scalars"]>) => conn.scalars(...given),
    stream: (...given: Parameters<SyncConnection["stream"]>) => ({
      async *[Symbol.asyncIterator]() {
        yield* conn.stream(...given);
      },
    }),
    begin: async (callback?: Callback) => (callback ? during(conn.begin(), typed, callback) : transaction(conn.begin())),
    beginNested: async (callback?: Callback) => (callback ? during(conn.beginNested(), typed, callback) : transaction(conn.beginNested())),
    commit: async () => conn.commit(),
    rollback: async () => conn.rollback(),
    executeDdl: async (...given: Parameters<SyncConnection["executeDdl"]>) => conn.executeDdl(...given),
    hasTable: async (...given: Parameters<SyncConnection["hasTable"]>) => conn.hasTable(...given),
    executionOptions(...given: Parameters<SyncConnection["executionOptions"]>) {
      conn.executionOptions(...given);
      return facade;
    },
    get inTransaction() {
      return conn.inTransaction;
    },
    dialect: conn.dialect,
    driverConnection: conn.driverConnection,
    close: async () => conn.close(),
    [Symbol.asyncDispose]: async () => conn.close(),
  };
  // what the suite uses of a Connection, and nothing of its insides
  const typed = facade as unknown as Connection;
  return typed;
}

/** A synchronous engine as the suite knows engines: each call is done at once, and its answer is a promise. */
export function promised(engine: SyncEngine): Engine {
  const facade = {
    get dialect() {
      return engine.dialect;
    },
    get cacheStatistics() {
      return engine.cacheStatistics;
    },
    pool: engine.pool,
    on: engine.on.bind(engine),
    connect: async () => connection(engine.connect()),
    async begin(callback: Callback) {
      const conn = engine.connect();
      try {
        return await connection(conn).begin(callback);
      } finally {
        conn.close();
      }
    },
    close: async () => engine.close(),
  };
  // the same
  return facade as unknown as Engine;
}
