import type { IdentifierRules } from "../../compiler/capabilities.js";
import { plainName, quoted } from "../../compiler/identifiers.js";

/** The words that PostgreSQL reserves, those included that may name a function or type only. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate collation column concurrently constraint create cross
  current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for
  foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural new
  not notnull null of off offset old on only or order outer over overlaps placing primary references returning right select session_user similar some symmetric
  system_user table tablesample then to trailing true union unique user using variadic verbose when where window with`.split(/\s+/),
);

/** Those that came to be reserved with 9.3 and later: a column that was there before is called as it was, since behind a dot any word is a name. */
const NEWLY_RESERVED = new Set(["lateral", "tablesample", "system_user"]);

/** How PostgreSQL writes names. */
export const postgresqlIdentifiers: IdentifierRules = {
  reserved: RESERVED,
  freeBehindDot: NEWLY_RESERVED,
  quoteStart: '"',
  quoteEnd: '"',
  legal: plainName,
};

/** A name as PostgreSQL writes it. @throws CompileError for what is no name */
export function postgresqlName(name: string): string {
  return quoted(name, postgresqlIdentifiers);
}
