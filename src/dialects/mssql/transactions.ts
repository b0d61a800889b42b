import type { TransactionRules } from "../base.js";

const level = (name: string): string => `SET TRANSACTION ISOLATION LEVEL ${name}`;

/**
 * How transactions are begun on SQL Server. A level stays until another one is set, and a savepoint as long as its
 * transaction.
 */
export const mssqlTransactions: TransactionRules = {
  begin: ({ isolationLevel }) => [...(isolationLevel === undefined ? [] : [level(isolationLevel)]), "BEGIN TRANSACTION"],
  isolationLevels: ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT"],
  resetIsolationLevel: level("READ COMMITTED"),
  savepoints: { set: (name) => `SAVE TRANSACTION ${name}`, release: null, rollBackTo: (name) => `ROLLBACK TRANSACTION ${name}` },
};
