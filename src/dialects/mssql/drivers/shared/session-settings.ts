import { DriverError } from "../../../driver-error.js";
import type { TediousConnection } from "./package.js";

/** How a session must be so that each statement is a transaction of its own unless one is begun, and asks for the server's version. */
export const SESSION_SETTINGS = `SET IMPLICIT_TRANSACTIONS OFF
SET NOCOUNT OFF
SET DATEFORMAT mdy
SELECT CAST(SERVERPROPERTY('ProductVersion') AS NVARCHAR(128))`;

/** Options without which something would be lost, or be in the process's time zone. */
const NEEDED = { useUTC: true, useColumnNames: false } as const;

/** @throws DriverError for a connection that was opened so that something would be lost */
export function checkOptions({ config: { options } }: TediousConnection): void {
  const wrong = Object.entries(NEEDED).filter(([name, value]) => Reflect.get(options, name) !== value);
  if (wrong.length === 0) return;
  const wanted = wrong.map(([name, value]) => `${name}: ${value}`).join(", ");
  throw new DriverError("interface", `The connection would lose what it reads. It must be opened with the options ${wanted}.`);
}

/** The version as one number, such as 160004125 of `16.0.4125.3`. */
export function versionNumber(version: string): number {
  const [major = 0, minor = 0, build = 0] = version.split(".").map(Number);
  return major * 10_000_000 + minor * 100_000 + build;
}
