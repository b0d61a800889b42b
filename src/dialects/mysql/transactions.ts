import type { TransactionRules } from "../base.js";

/** White space and comments before the first word. */
const BEFORE = /^(?:\s|\/\*(?!!)[\s\S]*?\*\/|--\s[^\n]*\n|#[^\n]*\n)*/;

/** Statements that commit whatever is open: those that change the schema, and those of administration. What is temporary stays out of it. */
const COMMITTING =
  /^(?:ALTER|CREATE(?!\s+(?:OR\s+REPLACE\s+)?TEMPORARY\b)|DROP(?!\s+TEMPORARY\b)|RENAME|TRUNCATE|GRANT|REVOKE|INSTALL|UNINSTALL|LOCK|UNLOCK|FLUSH|OPTIMIZE|REPAIR|RESET|SET\s+PASSWORD|LOAD\s+INDEX|CACHE\s+INDEX|(?:ANALYZE|CHECK)\s+(?:LOCAL\s+|NO_WRITE_TO_BINLOG\s+)?TABLE)\b/i;

type Timeout = NonNullable<TransactionRules["timeout"]>;

/** In seconds, and for all statements. */
const mariadbTimeout: Timeout = {
  set: (milliseconds) => `SET max_statement_time = ${(Math.ceil(milliseconds * 1000) / 1_000_000).toFixed(6)}`,
  reset: () => "SET max_statement_time = DEFAULT",
  outlivesTransaction: true,
};

/** In milliseconds, and for SELECT alone. */
const mysqlTimeout: Timeout = {
  set: (milliseconds) => `SET max_execution_time = ${Math.ceil(milliseconds)}`,
  reset: () => "SET max_execution_time = DEFAULT",
  outlivesTransaction: true,
  queriesOnly: true,
};

/** How transactions are begun on both. A level is said before, for the next transaction only. */
const shared: TransactionRules = {
  begin: ({ readOnly, isolationLevel }) => [
    ...(isolationLevel === undefined ? [] : [`SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`]),
    `START TRANSACTION${readOnly ? " READ ONLY" : ""}`,
  ],
  isolationLevels: ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"],
  beginsReadOnly: true,
  readOnly: { on: "SET SESSION TRANSACTION READ ONLY", off: "SET SESSION TRANSACTION READ WRITE" },
  commits: (sql) => COMMITTING.test(sql.replace(BEFORE, "")),
};

/** How transactions are begun on MySQL. */
export const mysqlTransactions: TransactionRules = { ...shared, timeout: mysqlTimeout };

/** How transactions are begun on MariaDB. */
export const mariadbTransactions: TransactionRules = { ...shared, timeout: mariadbTimeout };
