// Only the declarations matter here: every entry of the package must be complete by itself.
export * from "athanor";
export * as defaultDialect from "athanor/default";
export * as mssql from "athanor/mssql";
export * as mysql from "athanor/mysql";
export * as oracle from "athanor/oracle";
export * as postgresql from "athanor/postgresql";
export * as sqlite from "athanor/sqlite";
