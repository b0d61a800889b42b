import { DriverError } from "../../../driver-error.js";
import type { PackageConnection } from "./package.js";

/** What is known of a server and a session once they have been asked. */
export interface SessionFacts {
  /** The server's version as one number, such as 101119 for 10.11.19. */
  readonly version: number;
  readonly isMariadb: boolean;
  /** The connection's number on the server, by which another one can stop it. */
  readonly connectionId: bigint;
  /** The most bytes of one statement. */
  readonly maxPacket: number;
}

/** Asks for what matters, and with it for values that show what the package makes of their types. */
const QUESTION = `SELECT VERSION(), @@sql_mode, @@autocommit, CONNECTION_ID(), @@max_allowed_packet, @@time_zone, @@character_set_client, @@character_set_results,
CAST('1.50' AS DECIMAL(3, 2)), CAST('2031-04-05' AS DATE), 9007199254740993, JSON_ARRAY(1)`;

/** Modes that let a value be stored as another one, and one in which a backslash is no escape: the packages escape by it. */
const STRICT = /\b(STRICT_ALL_TABLES|STRICT_TRANS_TABLES|TRADITIONAL)\b/;
const NO_ESCAPES = "NO_BACKSLASH_ESCAPES";

function versionNumber(text: string): number {
  const [major = 0, minor = 0, patch = 0] =
    /(\d+)\.(\d+)\.(\d+)/
      .exec(text.replace(/^5\.5\.5-/, ""))
      ?.slice(1)
      .map(Number) ?? [];
  return major * 10_000 + minor * 100 + patch;
}

/** The mode that the session is to have. */
function strictMode(mode: string): string {
  const kept = mode.split(",").filter((each) => each !== "" && each !== NO_ESCAPES);
  return STRICT.test(mode) ? kept.join(",") : [...kept, "STRICT_TRANS_TABLES"].join(",");
}

const text = (value: unknown): string => (typeof value === "string" ? value : String(value));

/** Options that a connection must have been opened with, each with what shows that it was not. */
function missing(connection: PackageConnection, values: readonly unknown[]): readonly string[] {
  const [, , , , , , client, results, decimal, date, whole, json] = values;
  return [
    [text(client) !== "utf8mb4" || text(results) !== "utf8mb4", "charset utf8mb4"],
    [decimal !== "1.50", "decimals as strings (no decimalNumbers, no decimalAsNumber)"],
    [date !== "2031-04-05", "dateStrings: true"],
    [String(whole) !== "9007199254740993", "supportBigNumbers: true, bigNumberStrings: true"],
    [typeof json !== "string", "jsonStrings: true"],
    [!connection.countsFoundRows, "rows counted as found (FOUND_ROWS)"],
  ].flatMap(([isMissing, name]) => (isMissing ? [String(name)] : []));
}

/**
 * Makes a session speak so that the types can read it, whatever the server, the user or the process's time zone say:
 * strict, with UTC as its time zone, and each statement a transaction of its own unless one is begun.
 *
 * @param own the connection is ours: nobody else can have begun a transaction on it
 * @throws DriverError for a connection that was opened so that something would be lost
 */
export async function openSession(connection: PackageConnection, own: boolean): Promise<SessionFacts> {
  const { rows } = await connection.query(QUESTION, []);
  const values = rows?.[0] ?? [];
  const [version, mode, autocommit, id, maxPacket, timeZone] = values;
  const lost = missing(connection, values);
  if (lost.length > 0)
    throw new DriverError("interface", `The connection would lose what it reads or counts. It must be opened with: ${lost.join("; ")}.`);
  if (!own && Number(autocommit) !== 1)
    throw new DriverError(
      "interface",
      "The connection that was handed in has autocommit turned off, so that a transaction may be under way: end it, and SET autocommit = 1.",
    );
  const strict = strictMode(text(mode));
  if (strict !== text(mode) || text(timeZone) !== "+00:00" || Number(autocommit) !== 1)
    await connection.query("SET time_zone = '+00:00', autocommit = 1, sql_mode = ?", [strict]);
  return {
    version: versionNumber(text(version)),
    isMariadb: text(version).includes("MariaDB"),
    connectionId: BigInt(String(id)),
    maxPacket: Number(maxPacket),
  };
}
