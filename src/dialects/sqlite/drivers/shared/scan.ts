import { DriverError } from "../../../driver-error.js";

/** What must be known of a statement's text, because a package does not tell. */
export interface ScannedStatement {
  /** How many `?` there are. */
  readonly placeholders: number;
  /** Whether it is one of the statements that change rows, and so leave a count of them. */
  readonly changesRows: boolean;
  /** Whether it may make a row, and so a key. */
  readonly inserts: boolean;
  /** Whether it changes the schema or the connection, so that statements prepared before may name columns wrongly. */
  readonly changesSchema: boolean;
  /** Whether no transaction begins or ends by it, unless it fails. */
  readonly keepsTransaction: boolean;
  /** Whether it may ask for all columns: what they are is known when it is executed, not when it is prepared. */
  readonly star: boolean;
}

/** Quoted text, comments, identifiers and placeholders, so that none of them is taken for another. */
const TOKEN =
  /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?\d*|[:@$#][\w$]+|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g;

/**
 * Reads a statement's text once, when it is prepared.
 *
 * @throws DriverError for placeholders with a name or a number: packages bind them in different ways
 */
export function scanStatement(sql: string): ScannedStatement {
  let placeholders = 0;
  let keyword = "";
  for (const [token] of sql.matchAll(TOKEN)) {
    const first = token.charCodeAt(0);
    if (first === 63 /* ? */ && token.length === 1) placeholders += 1;
    else if (first === 63 || first === 58 /* : */ || first === 64 /* @ */ || first === 36 /* $ */ || first === 35 /* # */) {
      throw new DriverError("programming", `The placeholder ${token} has a name or number; give the statement plain ? placeholders.`);
    } else if (keyword === "" && (first === 95 || first >= 65) && first !== 91 && first !== 96) keyword = token.toUpperCase();
  }
  const inserts = keyword === "INSERT" || keyword === "REPLACE" || keyword === "WITH";
  const changesRows = inserts || keyword === "UPDATE" || keyword === "DELETE";
  return {
    placeholders,
    inserts,
    changesRows,
    changesSchema: /^(CREATE|ALTER|DROP|ATTACH|DETACH|PRAGMA)$/.test(keyword),
    keepsTransaction: changesRows || keyword === "SELECT" || keyword === "VALUES",
    star: sql.includes("*"),
  };
}

/** Whether nothing but blanks, semicolons and comments is left of a text. */
export function isBlank(sql: string): boolean {
  return /^(?:[\s;]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))*$/.test(sql);
}
