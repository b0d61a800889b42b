import type { Driver } from "../../dialects/driver.js";
import type { ConnectionSource, PoolEvents } from "./connection-source.js";
import type { PoolSettings } from "./options.js";
import { PooledSource } from "./pooled-source.js";
import { SimpleSource } from "./simple-source.js";

/** What gives out a driver's connections: a pool, for those that lead to a server. */
export function sourceFor(driver: Driver, settings: PoolSettings, events: PoolEvents): ConnectionSource {
  if (driver.pooled) return new SimpleSource(driver, settings, 0, events);
  if (driver.singleConnection) return new SimpleSource(driver, settings, 1, events);
  if (driver.embedded) return new SimpleSource(driver, settings, settings.size, events);
  return new PooledSource(driver, settings, events);
}
