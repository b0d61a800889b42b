import { CompileError } from "../errors/index.js";
import type { IdentifierRules } from "./capabilities.js";

/** Whether a name must be quoted: a reserved word, capitals, blanks and other signs, a digit or a dollar first. */
function needsQuotes(name: string, rules: IdentifierRules): boolean {
  return rules.reserved.has(name.toLowerCase()) || !rules.legal.test(name) || name !== name.toLowerCase();
}

/**
 * The name as SQL: quoted where it must be, with quotes inside doubled.
 * @param always true or false where the schema says whether it is quoted
 * @throws CompileError for an empty name or a NUL
 */
export function quoted(name: string, rules: IdentifierRules, always: boolean | null = null): string {
  if (name === "" || name.includes("\0")) throw new CompileError(`'${name.replaceAll("\0", "\\0")}' is no name that SQL could have.`);
  if (!(always ?? needsQuotes(name, rules))) return name;
  return rules.quoteStart + name.replaceAll(rules.quoteEnd, rules.quoteEnd + rules.quoteEnd) + rules.quoteEnd;
}

/** A schema's name as SQL; where a dot parts the database from its owner, each of them by itself. `[a.b].c` has a dot within. */
export function quotedSchema(schema: string, rules: IdentifierRules): string {
  if (!rules.dottedSchemas) return quoted(schema, rules);
  const parts = schema.match(/\[[^\]]*\]|[^.[\]]+/g) ?? [schema];
  return parts.map((part) => quoted(part.replace(/^\[(.*)\]$/, "$1"), rules)).join(".");
}

/** Lower case, digits, underscore and dollar, not starting with a digit or dollar. */
export const plainName = /^[A-Za-z_][A-Za-z0-9_$]*$/;
