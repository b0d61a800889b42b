import { defaultDialect, stringDialect } from "athanor/default";
import { sqlite } from "athanor/sqlite";

/** The golden dialects that athanor has, by their names in the files. */
const dialects = {
  default: () => defaultDialect(),
  default_qmark: () => defaultDialect({ paramStyle: "qmark" }),
  default_format: () => defaultDialect({ paramStyle: "format" }),
  default_pyformat: () => defaultDialect({ paramStyle: "pyformat" }),
  default_numeric: () => defaultDialect({ paramStyle: "numeric" }),
  default_multivalues: () => defaultDialect({ multiValuesInsert: true }),
  default_native_boolean: () => defaultDialect({ nativeBoolean: true }),
  default_no_default_values: () => defaultDialect({ defaultValues: false }),
  default_metavalue: () => defaultDialect({ defaultMetavalue: "DEFAULT" }),
  str: () => stringDialect(),
  sqlite: () => sqlite(),
  sqlite_named: () => sqlite({ paramStyle: "named" }),
  sqlite_no_returning: () => sqlite({ implicitReturning: false }),
};

/** What compiles a statement. */
export type GoldenDialect = ReturnType<(typeof dialects)[keyof typeof dialects]>;

function isKnown(name: string): name is keyof typeof dialects {
  return Object.hasOwn(dialects, name);
}

/** Whether athanor has the golden dialect of this name. */
export function hasDialect(name: string): boolean {
  return isKnown(name);
}

/** A new dialect for each answer, so that nothing of one compile helps another. */
export function makeDialect(name: string): GoldenDialect {
  if (!isKnown(name)) throw new Error(`no golden dialect '${name}'`);
  return dialects[name]();
}
