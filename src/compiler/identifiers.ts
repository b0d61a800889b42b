import { CompileError, IdentifierError } from "../errors/index.js";
import type { Capabilities, CompilerDialect, IdentifierRules } from "./capabilities.js";
import { identifierStart, isTooLong } from "./identifier-length.js";
import { md5 } from "./md5.js";

/** What SQLAlchemy leaves out for an underscore and four digits of a hash. */
const HASHED = 8;

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
  if (always !== null) return written(name, rules, always);
  const known = knownNames(rules);
  let text = known.get(name);
  if (text === undefined) {
    text = written(name, rules, null);
    if (known.size >= MOST_NAMES) known.clear();
    known.set(name, text);
  }
  return text;
}

/** Names with their text: a schema's names are written again and again. */
const namesByRules = new WeakMap<IdentifierRules, Map<string, string>>();
const MOST_NAMES = 10_000;

/** The names that were written by these rules, with their text. */
export function knownNames(rules: IdentifierRules): Map<string, string> {
  let known = namesByRules.get(rules);
  if (known === undefined) namesByRules.set(rules, (known = new Map()));
  return known;
}

function written(name: string, rules: IdentifierRules, always: boolean | null): string {
  if (name === "" || name.includes("\0")) throw new CompileError(`'${name.replaceAll("\0", "\\0")}' is no name that SQL could have.`);
  if (!(always ?? needsQuotes(name, rules))) return name;
  return rules.quoteStart + name.replaceAll(rules.quoteEnd, rules.quoteEnd + rules.quoteEnd) + rules.quoteEnd;
}

/** The name of what the database shall keep. @throws IdentifierError where it is longer than that database allows @throws CompileError for an empty name or a NUL */
export function quotedObject(
  name: string,
  { name: dialect, capabilities, identifiers }: CompilerDialect,
  always: boolean | null = null,
): string {
  const { maxObjectNameLength: most, identifierLengthUnit: unit } = capabilities;
  if (isTooLong(name, most, unit))
    throw new IdentifierError(
      `Identifier '${name}' exceeds maximum length of ${most} ${unit} of the '${dialect}' dialect: give it a shorter name.`,
    );
  return quoted(name, identifiers, always);
}

/** The beginning of a name and a part of its hash, where it is too long. After SQLAlchemy's `truncate_and_render_index_name`. */
export function fittingName(name: string, capabilities: Capabilities): string {
  const { maxObjectNameLength: most, identifierLengthUnit: unit } = capabilities;
  if (!isTooLong(name, most, unit)) return name;
  return `${identifierStart(name, most - HASHED, unit)}_${md5(name).slice(-4)}`;
}

/** A schema's name as SQL; where a dot parts the database from its owner, each of them by itself. `[a.b].c` has a dot within. */
export function quotedSchema(schema: string, rules: IdentifierRules): string {
  if (!rules.dottedSchemas) return quoted(schema, rules);
  const parts = schema.match(/\[[^\]]*\]|[^.[\]]+/g) ?? [schema];
  return parts.map((part) => quoted(part.replace(/^\[(.*)\]$/, "$1"), rules)).join(".");
}

/** Lower case, digits, underscore and dollar, not starting with a digit or dollar. */
export const plainName = /^[A-Za-z_][A-Za-z0-9_$]*$/;
