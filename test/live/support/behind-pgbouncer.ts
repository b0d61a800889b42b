import { createEngine, type Engine, type EngineOptions } from "athanor";
import { inject } from "vitest";
import { startPgbouncer } from "../../servers/pgbouncer.js";

/** An engine whose connections go through a proxy in transaction mode. */
export interface BehindPgbouncer {
  readonly url: string;
  readonly engine: Engine;
  /** Closes the engine and ends the proxy. */
  end(): Promise<void>;
}

/** Starts a proxy before a database. @param size how many connections to the server all of its clients share */
export async function behindPgbouncer(url: string, size: number, options: EngineOptions = {}): Promise<BehindPgbouncer> {
  const state = inject("backends").postgresql;
  if (state?.state !== "running") throw new Error("PostgreSQL does not run.");
  const proxy = await startPgbouncer(state.address, size);
  const behind = url.replace(`:${state.address.port}/`, `:${proxy.address.port}/`);
  const engine = createEngine(behind, { preparedStatements: false, ...options });
  return {
    url: behind,
    engine,
    async end() {
      await engine.close();
      await proxy.end();
    },
  };
}
