import type { Dialect } from "../dialects/base.js";
import type { Driver } from "../dialects/driver.js";
import { sqliteDialect } from "../dialects/sqlite/dialect.js";
import { betterSqlite3 } from "../dialects/sqlite/drivers/better-sqlite3.js";
import { nodeSqlite } from "../dialects/sqlite/drivers/node-sqlite.js";
import { ArgumentError } from "../errors/index.js";
import { type DatabaseUrl, parseUrl } from "./url.js";

/** A dialect with a driver for it: what an engine runs on. */
export interface Backend {
  readonly dialect: Dialect;
  readonly driver: Driver;
}

interface BackendFamily {
  readonly dialect: () => Dialect;
  readonly defaultDriver: string;
  readonly drivers: Readonly<Record<string, (url: DatabaseUrl) => Driver>>;
}

function sqliteFile(url: DatabaseUrl): string {
  if (url.host !== "")
    throw new ArgumentError(
      `A SQLite URL has no host, so '${url.host}' is in the wrong place. Give sqlite:///path/from/here.db, sqlite:////absolute/path.db, or sqlite:// for a database in memory.`,
    );
  return url.database === "" ? ":memory:" : url.database;
}

function sqliteOptions(url: DatabaseUrl): { readonly readOnly: boolean } {
  const { mode, ...others } = url.query;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new ArgumentError(`Unknown option '${unknown.join("', '")}' in a SQLite URL; known: mode.`);
  if (mode !== undefined && mode !== "ro" && mode !== "rwc")
    throw new ArgumentError(`mode is 'ro' to open the file for reading only, or 'rwc', as without it; got '${mode}'.`);
  return { readOnly: mode === "ro" };
}

const families: Readonly<Record<string, BackendFamily>> = {
  sqlite: {
    dialect: sqliteDialect,
    defaultDriver: "node",
    drivers: {
      node: (url) => nodeSqlite(sqliteFile(url), sqliteOptions(url)),
      "better-sqlite3": (url) => betterSqlite3(sqliteFile(url), sqliteOptions(url)),
    },
  },
};

/** The backend that a URL names. @throws ArgumentError for one that is not known */
export function backendOf(url: string): Backend {
  const parsed = parseUrl(url);
  const family = Object.hasOwn(families, parsed.backend) ? families[parsed.backend] : undefined;
  if (!family)
    throw new ArgumentError(
      `Can't load a dialect for '${parsed.backend}://'; known: ${Object.keys(families)
        .map((name) => `${name}://`)
        .join(", ")}.`,
    );
  const name = parsed.driver ?? family.defaultDriver;
  const driver = Object.hasOwn(family.drivers, name) ? family.drivers[name] : undefined;
  if (!driver)
    throw new ArgumentError(
      `Unknown driver '${name}' in '${parsed.backend}+${name}://'; known: ${Object.keys(family.drivers).join(", ")}.`,
    );
  return { dialect: family.dialect(), driver: driver(parsed) };
}
