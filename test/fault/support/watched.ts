import { createEngine, type Engine, type EngineOptions } from "athanor";

/** An engine, and the connections of it that are in somebody's hands. */
export interface Watched {
  readonly engine: Engine;
  inUse(): number;
}

/** An engine whose checkouts and checkins are counted. */
export function watched(url: string, options: EngineOptions = {}): Watched {
  const engine = createEngine(url, options);
  let inUse = 0;
  engine.on("checkout", () => void (inUse += 1));
  engine.on("checkin", () => void (inUse -= 1));
  return { engine, inUse: () => inUse };
}
