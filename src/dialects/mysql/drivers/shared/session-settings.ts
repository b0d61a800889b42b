import { DriverError } from "../../../driver-error.js";
import type { PackageConnection } from "./package.js";

/** What is known of a server and a session once they have been asked. */
export interface SessionFacts {
  /** The server's version: its numbers alone. */
  readonly version: string;
  readonly isMariadb: boolean;
  /** The connection's number on the server, by which another one can stop it. */
  readonly connectionId: bigint;
  /** The most bytes of one statement. */
  readonly maxPacket: number;
}

/** Asks for what matters, and with it for values that show what the package makes of their types. */
const QUESTION = `SELECT VERSION(), @@sql_mode, @@autocommit, CONNECTION_ID(), @@max_allowed_packet, @@time_zone, @@character_set_client, @@character_set_results,
CAST('1.50' AS DECIMAL(3, 2)), CAST('2031-04-05' AS DATE), 9007199254740993, JSON_ARRAY(1)`;

/** Modes of which each keeps a value that does not fit from being stored as another one. */
const STRICT = /\b(STRICT_ALL_TABLES|STRICT_TRANS_TABLES|TRADITIONAL)\b/;

/**
 * Modes in which a text would mean something else: a backslash is no escape, by which the packages escape; NOT binds
 * otherwise; an empty text is NULL; another database's language. ANSI_QUOTES and PIPES_AS_CONCAT may stay: names stand in
 * backticks, texts in single quotes, and `||` is not used.
 */
const MISREAD = new Set(["NO_BACKSLASH_ESCAPES", "HIGH_NOT_PRECEDENCE", "EMPTY_STRING_IS_NULL", "ORACLE"]);

/** 0 is stored as 0, also where the database counts up: else the key of the row would be another one than was given. */
const ZERO_IS_ZERO = "NO_AUTO_VALUE_ON_ZERO";

/** The numbers of `10.11.19-MariaDB-log`; those of MariaDB may follow 5.5.5, which old replicas expect. */
function versionOf(text: string): string {
  return /\d+(\.\d+)*/.exec(text.replace(/^5\.5\.5-/, ""))?.[0] ?? "0";
}

/** The mode that the session is to have. */
function ownMode(mode: string): string {
  const kept = mode.split(",").filter((each) => each !== "" && !MISREAD.has(each));
  if (!STRICT.test(mode)) kept.push("STRICT_TRANS_TABLES");
  if (!kept.includes(ZERO_IS_ZERO)) kept.push(ZERO_IS_ZERO);
  return kept.join(",");
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
  const wanted = ownMode(text(mode));
  if (wanted !== text(mode) || text(timeZone) !== "+00:00" || Number(autocommit) !== 1)
    await connection.query("SET time_zone = '+00:00', autocommit = 1, sql_mode = ?", [wanted]);
  return {
    version: versionOf(text(version)),
    isMariadb: text(version).includes("MariaDB"),
    connectionId: BigInt(String(id)),
    maxPacket: Number(maxPacket),
  };
}
