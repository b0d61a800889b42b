// A cast to BIT(3) or VARCHAR(3) cuts in silence what the assignment to a column of that type refuses: casts go to types without a length.

/** Of these a name with a length cuts, and so do some without: BIT is one bit, CHAR one letter. */
const CUT = /^(?:(bit(?: varying)?|varbit)|(?:(?:national )?(?:character|char)(?: varying)?|nchar|varchar))\s*(?:\(\s*\d+\s*\))?$/i;

/** A type's name in DDL as a cast may have it, so that nothing is cut. */
export function uncutName(ddl: string): string {
  const cut = CUT.exec(ddl.trim());
  if (cut === null) return ddl;
  return cut[1] ? "BIT VARYING" : "VARCHAR";
}

const PLAIN = /^(?:\w+(?: varying)?|"[^"]+")(?:\.(?:\w+|"[^"]+"))?(?:\s*\([\w\s,]*\))?$/i;

/** A name of the user's as a cast may have it; null for what only DDL takes, such as SERIAL and a name with a collation. */
export function ownCastName(ddl: string): string | null {
  const name = uncutName(ddl);
  return PLAIN.test(name) && !/serial\d?$/i.test(name) ? name : null;
}
