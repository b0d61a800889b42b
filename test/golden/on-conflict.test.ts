import { goldenSuite } from "./harness.js";
import { onConflictPostgresql } from "./on-conflict-postgresql.js";
import { onConflictSqlite } from "./on-conflict-sqlite.js";

goldenSuite("on-conflict", { ...onConflictPostgresql, ...onConflictSqlite });
