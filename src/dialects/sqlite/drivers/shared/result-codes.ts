// SQLite's result codes and the error classes that Python's sqlite3 gives them, which SQLAlchemy's users know.
import type { DriverErrorFacts } from "../../../driver.js";
import { toldBy } from "./conditions.js";

type Kind = DriverErrorFacts["kind"];

/** The primary codes; a code that is not here is a `database` error. */
const PRIMARY: Readonly<Record<number, readonly [name: string, kind: Kind]>> = {
  1: ["SQLITE_ERROR", "operational"],
  2: ["SQLITE_INTERNAL", "internal"],
  3: ["SQLITE_PERM", "operational"],
  4: ["SQLITE_ABORT", "operational"],
  5: ["SQLITE_BUSY", "operational"],
  6: ["SQLITE_LOCKED", "operational"],
  7: ["SQLITE_NOMEM", "operational"],
  8: ["SQLITE_READONLY", "operational"],
  9: ["SQLITE_INTERRUPT", "operational"],
  10: ["SQLITE_IOERR", "operational"],
  11: ["SQLITE_CORRUPT", "database"],
  12: ["SQLITE_NOTFOUND", "internal"],
  13: ["SQLITE_FULL", "operational"],
  14: ["SQLITE_CANTOPEN", "operational"],
  15: ["SQLITE_PROTOCOL", "operational"],
  16: ["SQLITE_EMPTY", "operational"],
  17: ["SQLITE_SCHEMA", "operational"],
  18: ["SQLITE_TOOBIG", "data"],
  19: ["SQLITE_CONSTRAINT", "integrity"],
  20: ["SQLITE_MISMATCH", "integrity"],
  21: ["SQLITE_MISUSE", "interface"],
  22: ["SQLITE_NOLFS", "database"],
  23: ["SQLITE_AUTH", "database"],
  24: ["SQLITE_FORMAT", "database"],
  25: ["SQLITE_RANGE", "interface"],
  26: ["SQLITE_NOTADB", "database"],
};

/** The extended codes' own parts, numbered from 1 in each list: code = primary + 256 × number. */
const EXTENDED: Readonly<Record<number, readonly string[]>> = {
  1: ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
  4: ["", "ROLLBACK"],
  5: ["RECOVERY", "SNAPSHOT", "TIMEOUT"],
  6: ["SHAREDCACHE", "VTAB"],
  8: ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
  10: [
    "READ",
    "SHORT_READ",
    "WRITE",
    "FSYNC",
    "DIR_FSYNC",
    "TRUNCATE",
    "FSTAT",
    "UNLOCK",
    "RDLOCK",
    "DELETE",
    "BLOCKED",
    "NOMEM",
    "ACCESS",
    "CHECKRESERVEDLOCK",
    "LOCK",
    "CLOSE",
    "DIR_CLOSE",
    "SHMOPEN",
    "SHMSIZE",
    "SHMLOCK",
    "SHMMAP",
    "SEEK",
    "DELETE_NOENT",
    "MMAP",
    "GETTEMPPATH",
    "CONVPATH",
    "VNODE",
    "AUTH",
    "BEGIN_ATOMIC",
    "COMMIT_ATOMIC",
    "ROLLBACK_ATOMIC",
    "DATA",
    "CORRUPTFS",
    "IN_PAGE",
  ],
  11: ["VTAB", "SEQUENCE", "INDEX"],
  14: ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
  19: [
    "CHECK",
    "COMMITHOOK",
    "FOREIGNKEY",
    "FUNCTION",
    "NOTNULL",
    "PRIMARYKEY",
    "TRIGGER",
    "UNIQUE",
    "VTAB",
    "ROWID",
    "PINNED",
    "DATATYPE",
  ],
  23: ["USER"],
};

const BUSY = 5;
const BUSY_SNAPSHOT = 517;
const LOCKED_SHAREDCACHE = 262;

/** The name of a result code: 2067 is `SQLITE_CONSTRAINT_UNIQUE`. */
function nameOf(code: number): string {
  const primary = PRIMARY[code & 0xff]?.[0];
  const extended = EXTENDED[code & 0xff]?.[(code >> 8) - 1];
  if (primary === undefined) return `SQLITE_${code}`;
  return extended ? `${primary}_${extended}` : primary;
}

const codes = new Map<string, number>();
for (const primary of Object.keys(PRIMARY).map(Number)) {
  codes.set(nameOf(primary), primary);
  EXTENDED[primary]?.forEach((name, index) => {
    const code = primary + 256 * (index + 1);
    if (name !== "") codes.set(nameOf(code), code);
  });
}

/**
 * What a result code says, with SQLite's message.
 *
 * A stale snapshot (517) never goes away by waiting, nor does plain SQLITE_LOCKED, which is a conflict of the connection
 * with itself: neither counts as busy.
 */
export function factsOfCode(code: number, message: string): DriverErrorFacts {
  return {
    kind: PRIMARY[code & 0xff]?.[1] ?? "database",
    code: nameOf(code),
    busy: ((code & 0xff) === BUSY && code !== BUSY_SNAPSHOT) || code === LOCKED_SHAREDCACHE,
    serializationFailure: code === BUSY_SNAPSHOT,
    disconnected: false,
    ...toldBy(nameOf(code), message),
  };
}

/** The same, where a package gives the code's name; a name that SQLite gained since is told by how it begins. */
export function factsOfName(name: string, message: string): DriverErrorFacts {
  const primary = name.split("_").slice(0, 2).join("_");
  return { ...factsOfCode(codes.get(name) ?? codes.get(primary) ?? 0, message), code: name };
}
