/** How a session reads and writes numbers and times as text, whatever the process's environment says; and that times are in UTC. */
export const SESSION_SETTINGS: readonly string[] = [
  `ALTER SESSION SET ${[
    ["NLS_NUMERIC_CHARACTERS", ".,"],
    ["NLS_DATE_FORMAT", "YYYY-MM-DD HH24:MI:SS"],
    ["NLS_TIMESTAMP_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF"],
    ["NLS_TIMESTAMP_TZ_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF TZH:TZM"],
  ]
    .map(([name, value]) => `${name} = '${value}'`)
    .join(" ")}`,
  "ALTER SESSION SET TIME_ZONE = '+00:00'",
];
