import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the data goes. */
export interface Place {
  readonly url: string;
  /** The URL without its password. */
  readonly shown: string;
  readonly about: string;
  /** Removes what was made for this run only. */
  cleanUp(): void;
}

/** The database at the URL that was given, else a SQLite file in a temporary folder. @throws for what can't be a URL */
export function placeOf(given: readonly string[]): Place {
  const [url, ...more] = given;
  if (url?.startsWith("-") || more.length > 0)
    throw new Error("Usage: npm run quickstart [-- URL], where URL is such as sqlite:///world.db");
  return url === undefined
    ? temporaryPlace()
    : { url, shown: url.replace(/(:\/\/[^/@:]*):[^/@]*@/, "$1:***@"), about: "it stays there", cleanUp: () => {} };
}

function temporaryPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "athanor-"));
  const url = `sqlite:///${join(folder, "world.db")}`;
  return {
    url,
    shown: url,
    about: "a temporary folder, removed at the end",
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  };
}
