import { ArgumentError } from "../errors/index.js";

/** A database URL in its parts. */
export interface DatabaseUrl {
  /** `sqlite`, `postgresql`, … */
  readonly backend: string;
  /** The driver's name after `+`; null for the backend's own choice. */
  readonly driver: string | null;
  /** What stands between the two slashes and the next one. */
  readonly host: string;
  /** What follows the host: a file's path, or a database's name; empty for none. */
  readonly database: string;
  readonly query: Readonly<Record<string, string>>;
}

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

/** `sqlite:///app.db`, `sqlite+better-sqlite3:////var/app.db`, `sqlite://` for memory. @throws ArgumentError for what is no URL */
export function parseUrl(text: string): DatabaseUrl {
  const match = FORM.exec(text);
  if (!match) throw new ArgumentError(`Could not parse a database URL from '${text}': give one like sqlite:///app.db, or a driver object.`);
  const [, backend = "", driver, rest = ""] = match;
  const [path = "", query = ""] = rest.split(/\?(.*)/s);
  const [host = "", database = ""] = path.split(/\/(.*)/s);
  return {
    backend: backend.toLowerCase(),
    driver: driver ?? null,
    host,
    database: decoded(database),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}
