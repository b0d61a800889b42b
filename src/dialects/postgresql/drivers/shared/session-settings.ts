/** A setting that is changed only where the session does not have it, for as long as the session lasts. */
const unless = (has: string, name: string, value: string): string =>
  `CASE WHEN NOT ${has} THEN set_config('${name}', '${value}', false) END`;

/**
 * How a session must speak so that the types can read it, whatever the server, the role or the process's time zone say;
 * asked in one go for the server's version.
 *
 * A proxy in transaction mode gives the session to others afterwards: so it is asked only for what text alone can't tell,
 * and that is what a proxy keeps for each of its clients, the style of dates and the time zone; digits have been enough
 * since PostgreSQL 12, unless somebody has asked for fewer. Intervals and bytes are read in whatever style they come.
 */
export const SESSION_SETTINGS = `SELECT current_setting('server_version_num'), ${[
  unless("current_setting('datestyle') LIKE 'ISO%'", "datestyle", "ISO, MDY"),
  unless("current_setting('timezone') = 'UTC'", "timezone", "UTC"),
  unless("current_setting('extra_float_digits')::integer > 0", "extra_float_digits", "1"),
  unless("current_setting('standard_conforming_strings')::boolean", "standard_conforming_strings", "on"),
].join(", ")}`;
