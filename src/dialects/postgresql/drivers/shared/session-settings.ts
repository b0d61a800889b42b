/**
 * How a session must speak so that the types can read it, whatever the server, the role or the process's time zone say;
 * asked in one go for the session's process and the server's version.
 */
export const SESSION_SETTINGS = `SELECT pg_backend_pid(), current_setting('server_version_num'), ${[
  ["datestyle", "ISO, MDY"],
  ["intervalstyle", "iso_8601"],
  ["timezone", "UTC"],
  ["bytea_output", "hex"],
  ["extra_float_digits", "1"],
  ["standard_conforming_strings", "on"],
]
  .map(([name, value]) => `set_config('${name}', '${value}', false)`)
  .join(", ")}`;
