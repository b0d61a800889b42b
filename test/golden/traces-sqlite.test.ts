import { traceSuite } from "./trace-suite.js";
import { tracesSqlite } from "./traces-sqlite.js";

traceSuite("traces-sqlite", tracesSqlite);
