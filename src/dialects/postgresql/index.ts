export { deleteFrom, merge, mergeAction, update } from "../../dml/index.js";
export type { ConflictConstraint } from "./conflict-target.js";
export { type PostgresqlOptions, postgresqlDialect as postgresql } from "./dialect.js";
export { distinctOn } from "./distinct-on.js";
export { insert, PostgresqlInsert } from "./dml.js";
export { type PgClient, type PgConfig, type PgOptions, type PgPool, pg } from "./drivers/pg.js";
export { type PgliteClient, type PgliteOptions, pglite } from "./drivers/pglite.js";
export { type PostgresConfig, type PostgresOptions, type PostgresSql, postgres } from "./drivers/postgres.js";
export {
  jsonbConcat,
  jsonbContainedBy,
  jsonbContains,
  jsonbDeletePath,
  jsonbHasAll,
  jsonbHasAny,
  jsonbHasKey,
  jsonbPathExists,
  jsonbPathMatch,
} from "./jsonb.js";
export {
  bit,
  bitVarying,
  cidr,
  daterange,
  inet,
  int4range,
  int8range,
  jsonb,
  macaddr,
  namedEnum,
  numrange,
  tsquery,
  tsrange,
  tstzrange,
  tsvector,
} from "./own-types.js";
