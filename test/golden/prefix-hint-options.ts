import { bindParam, deleteFrom, insert, integer, select, sql, update } from "athanor";
import { limit } from "athanor/mysql";
import { distinctOn } from "athanor/postgresql";
import { untyped } from "./harness.js";
import { crew, port, voyage } from "./schema.js";

/** The TypeScript of `cases/prefix-hint-options.json`. */
export const prefixHintOptions = {
  "prefix-insert-generic": () => insert(crew).prefixWith("/* why */").values({ name: "a" }),
  "prefix-insert-mysql": () => insert(crew).prefixWith("HIGH_PRIORITY", { dialect: "mysql" }).values({ name: "a" }),
  "prefix-insert-sqlite-or": () => insert(crew).prefixWith("OR REPLACE", { dialect: "sqlite" }).values({ id: 1, name: "a" }),
  "prefix-insert-several": () =>
    insert(crew).prefixWith("ONE").prefixWith("TWO").prefixWith("THREE", { dialect: "mysql" }).prefixWith("FOUR").values({ name: "a" }),
  "prefix-insert-mariadb": () =>
    insert(crew).prefixWith("MY", { dialect: "mysql" }).prefixWith("MARIA", { dialect: "mariadb" }).values({ name: "a" }),
  "prefix-insert-expression": () =>
    insert(crew)
      .prefixWith(untyped(sql.text("/* :x */")))
      .values({ name: "a" }),
  "prefix-update": () => update(crew).prefixWith("LOW_PRIORITY", { dialect: "mysql" }).prefixWith("/* u */").values({ name: "a" }),
  "prefix-delete": () => deleteFrom(crew).prefixWith("QUICK", { dialect: "mysql" }).prefixWith("/* d */"),
  "prefix-from-select": () => insert(crew).prefixWith("IGNORE", { dialect: "mysql" }).fromSelect(["name"], select(port.c.title)),
  "prefix-update-sqlite": () => update(crew).prefixWith("OR IGNORE", { dialect: "sqlite" }).values({ name: "a" }).where(crew.c.id.eq(1)),
  "prefix-select": () => select(crew.c.id).prefixWith("SQL_NO_CACHE", { dialect: "mysql" }).prefixWith("/*+ ALL */", { dialect: "oracle" }),
  "suffix-select": () =>
    select(crew.c.id).where(crew.c.id.eq(1)).suffixWith("-- end", { dialect: "postgresql" }).suffixWith("OPTION (X)", { dialect: "mssql" }),
  "hint-insert-mssql": () => insert(crew).withHint("WITH (TABLOCK)", { dialect: "mssql" }).values({ name: "a" }),
  "hint-insert-default-dialect": () => insert(crew).withHint("WITH (TABLOCK)").values({ name: "a" }),
  "hint-update-mssql": () => update(crew).withHint("WITH (PAGLOCK)", { dialect: "mssql" }).values({ name: "a" }).where(crew.c.id.eq(1)),
  "hint-update-from-mssql": () =>
    update(voyage)
      .withHint("WITH (PAGLOCK)", { dialect: "mssql" })
      .withHint("WITH (NOLOCK)", { selectable: crew, dialect: "mssql" })
      .where(voyage.c.captain_id.eq(crew.c.id))
      .values({ status: "x" }),
  "hint-update-mysql": () => update(crew).withHint("FORCE INDEX (ix)", { dialect: "mysql" }).values({ name: "a" }),
  "hint-delete-mssql": () => deleteFrom(crew).withHint("WITH (ROWLOCK)", { dialect: "mssql" }).where(crew.c.id.eq(1)),
  "hint-delete-using-mssql": () =>
    deleteFrom(voyage)
      .withHint("WITH (ROWLOCK)", { dialect: "mssql" })
      .withHint("WITH (NOLOCK)", { selectable: crew, dialect: "mssql" })
      .where(voyage.c.captain_id.eq(crew.c.id)),
  "hint-update-other-dialects": () => update(crew).withHint("HINT", { dialect: "*" }).values({ name: "a" }),
  "hint-select-table": () =>
    select(crew.c.id)
      .withHint("WITH (NOLOCK)", { selectable: crew, dialect: "mssql" })
      .withHint("USE INDEX (ix)", { selectable: crew, dialect: "mysql" })
      .withHint("INDEX(%(name)s ix)", { selectable: crew, dialect: "oracle" }),
  "hint-select-statement": () => select(crew.c.id).withStatementHint("OPTION (MAXDOP 1)", { dialect: "mssql" }),
  "option-mysql-update-limit": () =>
    update(crew)
      .values({ rating: 0 })
      .where(crew.c.rating.lt(0))
      .withDialectOptions({ mysql: { limit: 7 } }),
  "option-mariadb-update-limit": () =>
    update(crew)
      .values({ rating: 0 })
      .withDialectOptions({ mariadb: { limit: 7 } }),
  "option-mysql-and-mariadb-limit": () =>
    update(crew)
      .values({ rating: 0 })
      .withDialectOptions({ mysql: { limit: 7 }, mariadb: { limit: 8 } }),
  "option-mysql-delete-limit": () =>
    deleteFrom(crew)
      .where(crew.c.rating.lt(0))
      .withDialectOptions({ mysql: { limit: 3 } }),
  "option-mysql-limit-zero": () => deleteFrom(crew).withDialectOptions({ mysql: { limit: 0 } }),
  "option-mysql-limit-string-digits": () => deleteFrom(crew).withDialectOptions({ mysql: { limit: "12" } }),
  "option-mysql-limit-not-int": () => deleteFrom(crew).withDialectOptions({ mysql: { limit: "all" } }),
  "option-unknown": () =>
    update(crew)
      .withDialectOptions({ mysql: { turbo: true } })
      .values({ rating: 1 }),
  "option-no-dialect-prefix": () =>
    update(crew)
      .withDialectOptions(untyped({ limit: true }))
      .values({ rating: 1 }),
  "ext-mysql-limit-update": () => update(crew).values({ rating: 0 }).where(crew.c.id.gt(5)).ext(limit(10)),
  "ext-mysql-limit-delete": () => deleteFrom(crew).where(crew.c.id.gt(5)).ext(limit(10)),
  "ext-mysql-limit-expression": () => deleteFrom(crew).ext(limit(bindParam("n", integer(), { value: 4 }))),
  "ext-mysql-limit-replaces": () => deleteFrom(crew).ext(limit(1)).ext(limit(2)),
  "ext-distinct-on": () => select(crew.c.name, crew.c.rating).ext(distinctOn(crew.c.name)).orderBy(crew.c.name, crew.c.rating.desc()),
};
