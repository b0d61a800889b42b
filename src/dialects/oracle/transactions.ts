import { standardSavepoints, type TransactionRules } from "../base.js";

/** White space and comments before the first word. */
const BEFORE = /^(?:\s|\/\*[\s\S]*?\*\/|--[^\n]*\n)*/;

/** Statements that commit whatever is open, before they do anything: those that change the schema. */
const COMMITTING =
  /^(?:ALTER(?!\s+(?:SESSION|SYSTEM)\b)|ANALYZE|ASSOCIATE|AUDIT|COMMENT|CREATE|DISASSOCIATE|DROP|FLASHBACK|GRANT|NOAUDIT|PURGE|RENAME|REVOKE|TRUNCATE)\b/i;

/** Whether a text commits the transaction in which it is sent. */
export function commits(sql: string): boolean {
  return COMMITTING.test(sql.replace(BEFORE, ""));
}

/** The words that begin a transaction in which all is as it is without words: Oracle begins one with the first statement. */
export const PLAIN_BEGIN = "SET TRANSACTION READ WRITE";

function beginning(readOnly: boolean, isolationLevel: string | undefined): string {
  // only one can be said: what only reads sees one state of the data as it is
  if (readOnly) return "SET TRANSACTION READ ONLY";
  return isolationLevel === undefined ? PLAIN_BEGIN : `SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`;
}

/** How transactions are begun on Oracle; a savepoint stays as long as its transaction. */
export const oracleTransactions: TransactionRules = {
  begin: ({ readOnly, isolationLevel }) => [beginning(readOnly, isolationLevel)],
  isolationLevels: ["READ COMMITTED", "SERIALIZABLE"],
  savepoints: { ...standardSavepoints, release: null },
  beginsReadOnly: true,
  commits,
};
