import type { DriverConnection } from "../../dialects/driver.js";
import { InvalidRequestError, PoolTimeoutError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import type { AbortSignalLike } from "../limits.js";

/** How full a pool is, and what it has done so far. */
export interface PoolStatistics {
  /** How many connections are kept, as `pool.size` says. */
  readonly size: number;
  /** How many connections are open beyond that at present. */
  readonly overflow: number;
  /** Connections that nobody uses. */
  readonly idle: number;
  /** Connections in use. */
  readonly checkedOut: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  /** How many connections were opened so far. */
  readonly created: number;
  /** How many were closed, for whatever reason. */
  readonly closed: number;
  /** How many of them were lost while they were in use. */
  readonly invalidated: number;
}

/** What a pool tells of its connections. */
export interface PoolEvents {
  emit(name: "connect" | "close", event: { readonly connection: DriverConnection }): void;
  emit(name: "invalidate", event: { readonly connection: DriverConnection; readonly error: unknown }): void;
  emit(name: "disposalFailed", event: { readonly error: unknown }): void;
}

/** Gives out driver connections and takes them back. */
export interface ConnectionSource {
  /**
   * A connection, an idle one if there is one.
   * @param signal ends the waiting for one
   * @throws InvalidRequestError after close(), and where waiting would never end; PoolTimeoutError; DBAPIError where the
   * database can't be reached; the signal's reason
   */
  checkout(signal?: AbortSignalLike): Work<DriverConnection>;
  /** Takes a connection back; one that is broken is closed. */
  checkin(connection: DriverConnection, broken: boolean): Work<void>;
  /** Hears that a connection in use was lost: others may be lost too. */
  invalidate(connection: DriverConnection, error: unknown): void;
  readonly statistics: PoolStatistics;
  /** Closes the idle connections; those in use are closed when they come back. Nobody is left waiting. */
  close(): Work<void>;
}

/** The error of a checkout after close(). */
export function isClosed(): InvalidRequestError {
  return new InvalidRequestError("This engine is closed.");
}

/** The error of a checkout that has waited too long. */
export function tooLate(message: string): PoolTimeoutError {
  return new PoolTimeoutError(message, { statement: "", params: [], cause: undefined });
}
