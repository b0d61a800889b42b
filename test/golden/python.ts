import { ArgumentError, CompileError, InvalidRequestError, UnsupportedError, ValueRefusedError } from "athanor";

/** An error as the golden files tell it. */
export interface GoldenError {
  readonly class: string;
  readonly message: string;
  readonly code?: string;
  /** Set where the class is not SQLAlchemy's own. */
  readonly module?: string;
}

/**
 * The classes of athanor for Python's. AttributeError is what Python says of a method that is not there; JavaScript says
 * TypeError, and the message tells which method.
 */
const CLASSES: Readonly<Record<string, readonly (abstract new (...args: never[]) => Error)[]>> = {
  ArgumentError: [ArgumentError],
  AttributeError: [TypeError],
  CompileError: [CompileError],
  InvalidRequestError: [InvalidRequestError],
  NotImplementedError: [UnsupportedError],
  TypeError: [ArgumentError],
  UnsupportedCompilationError: [UnsupportedError],
  ValueError: [ArgumentError, ValueRefusedError],
};

/** SQLAlchemy's codes that athanor keeps: it has codes only for what a program would tell apart. */
const KEPT_CODES: ReadonlySet<string> = new Set(["cd3x"]);

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The kinds of nodes for SQLAlchemy's classes. */
const KINDS: Readonly<Record<string, string>> = {
  OnConflictDoNothing: "onConflict",
  OnDuplicateClause: "onDuplicateKey",
  DMLLimitClause: "dmlLimit",
  DistinctOnClause: "distinctOn",
  TryCast: "tryCast",
  json_getitem_op: "jsonAccess",
  json_path_getitem_op: "jsonAccess",
};

const ONE_ARGUMENT =
  "Only a single object or list, or a list of objects or lists, is accepted: put all of a row into one, and several rows into one list.";
const ONE_OBJECT = "Only a single object or Map is accepted: put all columns into one, or take onDuplicateKeyUpdateOrdered().";

/** A message of Python as athanor says it: names of methods and arguments in camelCase, and its own words for a construct. */
const REPLACEMENTS: readonly (readonly [RegExp, string | ((...groups: (string | undefined)[]) => string)])[] = [
  // constructs
  [
    /<sqlalchemy\.sql\.(?:selectable|dml)\.(Select|Insert|Update|Delete) object at 0x\.\.\.>/g,
    (_, name = "") => `a ${name.toLowerCase()} construct`,
  ],
  [/<sqlalchemy\.sql\.selectable\.Subquery at 0x\.\.\.; anon_\d+>/g, "a FROM clause (subquery)"],
  [/<sqlalchemy\.sql\.selectable\.(?:Subquery|CTE) at 0x\.\.\.; (\w+)>/g, (_, name = "") => `a FROM clause (${name})`],
  [/Table\('(\w+)', MetaData\(\), .*, schema=None\)/g, (_, name = "") => `a FROM clause (${name})`],
  [/a <class 'sqlalchemy\.sql\.selectable\.Select'> object/g, "a SELECT"],
  [
    /Compiler <sqlalchemy\.(?:sql|dialects\.(\w+))\.\S+ object at 0x\.\.\.> can't render element of type <(?:class '[\w.]+\.|function )(\w+)(?:'| at 0x\.\.\.)>/g,
    (_, dialect, name = "") => `The '${dialect ?? "default"}' dialect can't render a ${KINDS[name] ?? name} construct.`,
  ],
  [/<object object at 0x\.\.\.>/g, "an object"],
  [/Column\('\w+', .*\)$/, "a column construct"],
  [/<sqlalchemy\.sql\.elements\.BinaryExpression object at 0x\.\.\.>/, "a binary construct"],
  // where the reason of an error is
  [/see parent stack trace for more detail/, "see the cause for more detail"],
  // objects, lists and Maps for dictionaries, tuples and collections
  [/Only a single dictionary\/tuple or list of dictionaries\/tuples is accepted positionally\./g, ONE_ARGUMENT],
  [/Only a single dictionary or list of tuples is accepted positionally\./g, ONE_OBJECT],
  [
    /a non-empty dictionary or a ColumnCollection such as the `\.c\.` collection of a Table object/g,
    "a non-empty object by column key, or a Map by column",
  ],
  [/\bparameter dictionary\b/g, "parameter object"],
  // keyword arguments, of which there are none: a second object is a second argument
  [/^Can't pass positional and kwargs to values\(\) simultaneously$/, ONE_ARGUMENT],
  [/^Can't pass kwargs and positional arguments simultaneously$/, ONE_OBJECT],
  [/^HasPrefixes\.prefix_with\(\) got an unexpected keyword argument '(\w+)'$/, (_, name) => `Unknown option '${name}'; known: dialect.`],
  [
    /^Additional arguments should be named <dialectname>_<argument>, got '(\w+)'$/,
    (_, name) => `withDialectOptions takes an object per dialect, such as { mysql: { limit: 10 } }, got '${name}'.`,
  ],
  // what Python itself says
  [
    /^invalid literal for int\(\) with base 10: ('.*')$/,
    (_, given) => `The limit of an UPDATE or DELETE must be a whole number that is not negative, got ${given}.`,
  ],
  // what is a method of its own
  [/The 'sort_by_parameter_order' argument to \w+\(\) only applies/g, "sortByParameterOrder() only applies"],
  [/use the \.table_valued\(\) method\./g, "use wholeRow()."],
  // tuples of numbers
  [/-tuple: \((\d+(?:, \d+)*),?\) $/, (_, items = "") => `-tuple: [${items}]`],
  // functions whose names differ by more than their case
  [/\btext\('/g, "sql.text('"],
  [/\bcolumn\('/g, "literalColumn('"],
  [/stmt\.values\(\*\*parameters\)/g, "stmt.values({ … })"],
  [/\bbindparam\(/g, "bindParam("],
  [/\bboundparameter\b/g, "bound parameter"],
  [/argument '(\w+?)_(\w+)'; can't locate any SQLAlchemy dialect named '\1'/, "option '$2'; can't locate any dialect named '$1'"],
  [/\.scalar_subquery\(\)/g, ".scalarSubquery()"],
  [/\bPython-side\b/g, "client-side"],
  [/\bindex_elements\b/g, "indexElements"],
  // the warning about a key without a value: its history is SQLAlchemy's own
  [/'autoincrement=True' or 'nullable=True'/g, "'autoincrement(true)' or 'nullable()'"],
  [/ that as of SQLAlchemy 1\.1, 'autoincrement=True'/g, " that 'autoincrement(true)'"],
  [/ CREATE TABLE statements are impacted by this change as well on most backends\./g, ""],
  // names of methods and arguments
  [/\binclude_defaults=False\b/g, "includeDefaults: false"],
  [/\b([a-z]+(?:_[a-z]+)+)(?=[(=])/g, (_, name = "") => camel(name)],
  [/'(sort_by_parameter_order)'/g, (_, name = "") => `'${camel(name)}'`],
  // what is to be done
  [/^(Not an executable object: .*)$/s, (_, text) => `${text}. Give a statement, or text as sql.text('…').`],
];

export function translated(message: string): string {
  return REPLACEMENTS.reduce(
    (text, [pattern, by]) => (typeof by === "string" ? text.replace(pattern, by) : text.replace(pattern, by)),
    message,
  );
}

/** A warning without its class: athanor's warnings have none. */
export function translatedWarning(warning: string): string {
  return translated(warning.replace(/^SA\w*Warning: /, ""));
}

/** A column that a collection does not have: JavaScript says undefined of it, which is refused where it is used. */
function isMissingMember(expected: GoldenError): boolean {
  return expected.class === "AttributeError" && /^\w+$/.test(expected.message);
}

/** What differs between an error of SQLAlchemy and the one that athanor raised; null if nothing does. */
export function errorMismatch(expected: GoldenError, actual: unknown): string | null {
  const wanted = `${expected.class}: ${expected.message}`;
  if (!(actual instanceof Error)) return `expected ${wanted}; nothing was raised`;
  const got = `${actual.name}: ${actual.message}`;
  if (isMissingMember(expected))
    return actual instanceof ArgumentError && actual.message.endsWith(" expected, got undefined.")
      ? null
      : `expected ${wanted}; got ${got}`;
  const classes = CLASSES[expected.class];
  if (!classes?.some((each) => actual instanceof each)) return `expected ${wanted}; got ${got}`;
  if (expected.class === "AttributeError") {
    const name = /has no attribute '(\w+)'$/.exec(expected.message)?.[1];
    return name !== undefined && actual.message.endsWith(`.${camel(name)} is not a function`) ? null : `expected ${wanted}; got ${got}`;
  }
  if (actual.message.trimEnd() !== translated(expected.message).trimEnd())
    return `expected message ${translated(expected.message)}\n     got message ${actual.message}`;
  const code = "code" in actual ? actual.code : undefined;
  const wantedCode = expected.code !== undefined && KEPT_CODES.has(expected.code) ? expected.code : undefined;
  return code === wantedCode ? null : `expected code ${wantedCode}, got ${code}`;
}
