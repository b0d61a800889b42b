import type { Dialect } from "../dialects/base.js";
import type { Driver } from "../dialects/driver.js";
import { mssqlDialect } from "../dialects/mssql/dialect.js";
import { type TediousConfig, tedious } from "../dialects/mssql/drivers/tedious.js";
import { mariadbDialect, mysqlDialect } from "../dialects/mysql/dialect.js";
import { mariadbDriver } from "../dialects/mysql/drivers/mariadb.js";
import { mysql2 } from "../dialects/mysql/drivers/mysql2.js";
import type { MysqlConfig } from "../dialects/mysql/drivers/shared/options.js";
import { oracleDialect } from "../dialects/oracle/dialect.js";
import { type OracledbConfig, oracledb } from "../dialects/oracle/drivers/oracledb.js";
import { postgresqlDialect } from "../dialects/postgresql/dialect.js";
import { pg } from "../dialects/postgresql/drivers/pg.js";
import { pglite } from "../dialects/postgresql/drivers/pglite.js";
import { postgres } from "../dialects/postgresql/drivers/postgres.js";
import { sqliteDialect } from "../dialects/sqlite/dialect.js";
import { betterSqlite3 } from "../dialects/sqlite/drivers/better-sqlite3.js";
import { nodeSqlite } from "../dialects/sqlite/drivers/node-sqlite.js";
import type { SqliteDriverOptions } from "../dialects/sqlite/drivers/shared/package.js";
import { ArgumentError } from "../errors/index.js";
import { type DatabaseUrl, parseUrl } from "./url.js";

/** A dialect with a driver for it: what an engine runs on. */
export interface Backend {
  readonly dialect: Dialect;
  readonly driver: Driver;
  /**
   * The dialect has its name and options only to begin with: at the first connect it becomes that of the server's product
   * and version. A URL's does, unless the option `dialect` says which.
   */
  readonly learns?: boolean;
}

/** What an engine's options say to its backend. */
export interface BackendOptions extends DriverOptions {
  /** The dialect to speak, instead of the server's own. */
  readonly dialect?: Dialect | undefined;
}

/** What they say to its driver. */
export interface DriverOptions {
  /** How many prepared statements a connection keeps; `false` for none. */
  readonly preparedStatements?: number | boolean | undefined;
}

interface BackendFamily {
  readonly dialect: () => Dialect;
  readonly defaultDriver: string;
  readonly drivers: Readonly<Record<string, (url: DatabaseUrl, options: DriverOptions) => Driver>>;
}

function sqliteFile(url: DatabaseUrl): string {
  if (url.host !== "")
    throw new ArgumentError(
      `A SQLite URL has no host, so '${url.host}' is in the wrong place. Give sqlite:///path/from/here.db, sqlite:////absolute/path.db, or sqlite:// for a database in memory.`,
    );
  return url.database === "" ? ":memory:" : url.database;
}

function sqliteOptions(url: DatabaseUrl, { preparedStatements }: DriverOptions): SqliteDriverOptions {
  const { mode, ...others } = url.query;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new ArgumentError(`Unknown option '${unknown.join("', '")}' in a SQLite URL; known: mode.`);
  if (mode !== undefined && mode !== "ro" && mode !== "rwc")
    throw new ArgumentError(`mode is 'ro' to open the file for reading only, or 'rwc', as without it; got '${mode}'.`);
  const kept = typeof preparedStatements === "boolean" ? (preparedStatements ? undefined : 0) : preparedStatements;
  return { readOnly: mode === "ro", ...(kept !== undefined && { preparedStatements: kept }) };
}

/** A folder; without one, in memory. */
function pgliteFolder({ host, database }: DatabaseUrl): string {
  if (host !== "")
    throw new ArgumentError(
      `PGlite has no host, so '${host}' is in the wrong place. Give pglite:///folder/from/here, pglite:////absolute/folder, or pglite:// for a database in memory.`,
    );
  return database === "" ? "memory://" : database;
}

/** A URL without the driver's name: what a package that takes URLs itself knows. */
function plainUrl({ backend, user, password, host, port, database, query }: DatabaseUrl): string {
  const account = user === null ? "" : `${encodeURIComponent(user)}${password === null ? "" : `:${encodeURIComponent(password)}`}@`;
  const server = `${host.includes(":") ? `[${host}]` : host}${port === null ? "" : `:${port}`}`;
  const options = new URLSearchParams(query).toString();
  return `${backend}://${account}${server}/${encodeURIComponent(database)}${options === "" ? "" : `?${options}`}`;
}

/** An option may be left out, but not be undefined. */
function given({ preparedStatements }: DriverOptions): { readonly preparedStatements?: number | boolean } {
  return preparedStatements === undefined ? {} : { preparedStatements };
}

/** The config that both packages take, of a URL. */
function mysqlConfig({ host, port, user, password, database, query }: DatabaseUrl): MysqlConfig {
  const { ssl, socketPath, connectTimeout, ...others } = query;
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    throw new ArgumentError(
      `Unknown option '${unknown.join("', '")}' in a MySQL URL; known: ssl, socketPath, connectTimeout. Give others to the driver: mariadbDriver({ … }), mysql2({ … }).`,
    );
  if (ssl !== undefined && ssl !== "true" && ssl !== "false") throw new ArgumentError(`ssl is 'true' or 'false'; got '${ssl}'.`);
  return {
    host: host === "" ? "localhost" : host,
    ...(port !== null && { port }),
    ...(user !== null && { user }),
    ...(password !== null && { password }),
    ...(database !== "" && { database }),
    ...(ssl === "true" && { ssl: {} }),
    ...(socketPath !== undefined && { socketPath }),
    ...(connectTimeout !== undefined && { connectTimeout: Number(connectTimeout) }),
  };
}

/** The config of a `Connection`, of a URL: encrypted, as the package has it, unless the URL says otherwise. */
function mssqlConfig({ host, port, user, password, database, query }: DatabaseUrl): TediousConfig {
  const { encrypt, trustServerCertificate, instanceName, connectTimeout, ...others } = query;
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    throw new ArgumentError(
      `Unknown option '${unknown.join("', '")}' in a SQL Server URL; known: encrypt, trustServerCertificate, instanceName, connectTimeout. Give others to the driver: tedious({ … }).`,
    );
  if (encrypt !== undefined && !["true", "false", "strict"].includes(encrypt))
    throw new ArgumentError(`encrypt is 'true', 'false' or 'strict'; got '${encrypt}'.`);
  if (trustServerCertificate !== undefined && trustServerCertificate !== "true" && trustServerCertificate !== "false")
    throw new ArgumentError(`trustServerCertificate is 'true' or 'false'; got '${trustServerCertificate}'.`);
  return {
    server: host === "" ? "localhost" : host,
    authentication: { type: "default", options: { ...(user !== null && { userName: user }), ...(password !== null && { password }) } },
    options: {
      ...(port !== null && { port }),
      ...(database !== "" && { database }),
      ...(encrypt !== undefined && { encrypt: encrypt === "strict" ? encrypt : encrypt === "true" }),
      ...(trustServerCertificate !== undefined && { trustServerCertificate: trustServerCertificate === "true" }),
      ...(instanceName !== undefined && { instanceName }),
      ...(connectTimeout !== undefined && { connectTimeout: Number(connectTimeout) }),
    },
  };
}

/** The config of `getConnection()`, of a URL whose database is a service. */
function oracleConfig({ host, port, user, password, database, query }: DatabaseUrl): OracledbConfig {
  const unknown = Object.keys(query);
  if (unknown.length > 0)
    throw new ArgumentError(
      `Unknown option '${unknown.join("', '")}' in an Oracle URL; known: none. Give options to the driver: oracledb({ … }).`,
    );
  const server = host.includes(":") ? `[${host}]` : host === "" ? "localhost" : host;
  return {
    ...(user !== null && { user }),
    ...(password !== null && { password }),
    connectString: `${server}${port === null ? "" : `:${port}`}/${database}`,
  };
}

const mysqlDrivers: BackendFamily["drivers"] = {
  mariadb: (url, options) => mariadbDriver(mysqlConfig(url), given(options)),
  mysql2: (url, options) => mysql2(mysqlConfig(url), given(options)),
};

const pgliteDriver: BackendFamily["drivers"][string] = (url, options) => pglite(pgliteFolder(url), given(options));

const families: Readonly<Record<string, BackendFamily>> = {
  sqlite: {
    dialect: sqliteDialect,
    defaultDriver: "node",
    drivers: {
      node: (url, options) => nodeSqlite(sqliteFile(url), sqliteOptions(url, options)),
      "better-sqlite3": (url, options) => betterSqlite3(sqliteFile(url), sqliteOptions(url, options)),
    },
  },
  postgresql: {
    dialect: postgresqlDialect,
    defaultDriver: "pg",
    drivers: {
      pg: (url, options) => pg(plainUrl(url), given(options)),
      postgres: (url, options) => postgres(plainUrl(url), given(options)),
      pglite: pgliteDriver,
    },
  },
  // the database in the process goes by its own name too
  pglite: { dialect: postgresqlDialect, defaultDriver: "pglite", drivers: { pglite: pgliteDriver } },
  mariadb: { dialect: mariadbDialect, defaultDriver: "mariadb", drivers: mysqlDrivers },
  mysql: { dialect: mysqlDialect, defaultDriver: "mysql2", drivers: mysqlDrivers },
  mssql: { dialect: mssqlDialect, defaultDriver: "tedious", drivers: { tedious: (url) => tedious(mssqlConfig(url)) } },
  oracle: { dialect: oracleDialect, defaultDriver: "oracledb", drivers: { oracledb: (url) => oracledb(oracleConfig(url)) } },
};

/** The backend that a URL names. @throws ArgumentError for one that is not known */
export function backendOf(url: string, options: BackendOptions = {}): Backend {
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
  const { dialect } = options;
  return { dialect: dialect ?? family.dialect(), driver: driver(parsed, options), learns: dialect === undefined };
}
