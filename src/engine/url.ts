import { ArgumentError } from "../errors/index.js";

/** A database URL in its parts. */
export interface DatabaseUrl {
  /** `sqlite`, `postgresql`, … */
  readonly backend: string;
  /** The driver's name after `+`; null for the backend's own choice. */
  readonly driver: string | null;
  readonly user: string | null;
  readonly password: string | null;
  /** The server's name or address; empty for none. */
  readonly host: string;
  readonly port: number | null;
  /** What follows the host: a file's path, or a database's name; empty for none. */
  readonly database: string;
  readonly query: Readonly<Record<string, string>>;
}

/** `user:password@host:port`; an address of IPv6 stands in brackets. */
const AUTHORITY = /^(?:([^:]*)(?::(.*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/;
const FORM = /^([a-z][a-z0-9]*)(?:\+([a-z0-9:_-]+))?:\/\/(.*)$/i;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ArgumentError(
      `Could not parse the database URL: '${text}' has a % that does not begin a code such as %20; a % itself is %25.`,
    );
  }
}

/** `sqlite:///app.db`, `sqlite://` for memory, `postgresql+pg://user:password@host:5432/database?application_name=shop`. @throws ArgumentError for what is no URL */
export function parseUrl(text: string): DatabaseUrl {
  const match = FORM.exec(text);
  if (!match) throw new ArgumentError(`Could not parse a database URL from '${text}': give one like sqlite:///app.db, or a driver object.`);
  const [, backend = "", driver, rest = ""] = match;
  const [path = "", query = ""] = rest.split(/\?(.*)/s);
  const [authority = "", database = ""] = path.split(/\/(.*)/s);
  const parts = AUTHORITY.exec(authority);
  if (!parts)
    throw new ArgumentError(
      "Could not parse the database URL: before the database stands user:password@host:port, where characters such as : and / of the password are written as %3A and %2F.",
    );
  const [, user, password, host = "", port] = parts;
  return {
    backend: backend.toLowerCase(),
    driver: driver ?? null,
    user: user === undefined ? null : decoded(user),
    password: password === undefined ? null : decoded(password),
    host: host.replace(/^\[(.*)\]$/, "$1"),
    port: port === undefined ? null : Number(port),
    database: decoded(database),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}
