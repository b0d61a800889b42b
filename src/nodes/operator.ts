/** What an operator does to the clauses around it. */
export interface Operator {
  /** Stands for the operator in cache keys. */
  readonly id: number;
  /** Unique; also the name of the dialects' own way to write it, where one has. */
  readonly name: string;
  /** The text between (or before, or after) the operands, blanks included. */
  readonly text: string;
  /** Higher binds tighter. */
  readonly precedence: number;
  /** `a op (b op c)` needs no parentheses. */
  readonly associative: boolean;
  /** The result is a truth value. */
  readonly comparison: boolean;
  /** The operator of the negated expression, by name. */
  readonly negation: string | null;
}

/** Below all others. A small number as they are: with an infinity among them, the engine holds each in an object of its own. */
const LOWEST = -100;
const all = new Map<string, Operator>();

function operator(name: string, text: string, precedence: number, more: Partial<Operator> = {}): Operator {
  // one by one and not spread: then all of them are of one form to the engine, which asks operators all the time
  const { associative = false, comparison = false, negation = null } = more;
  const made: Operator = { id: all.size + 1, name, text, precedence, associative, comparison, negation };
  all.set(name, made);
  return made;
}

function comparison(name: string, text: string, negation: string | null, precedence = 5): Operator {
  return operator(name, text, precedence, { comparison: true, negation, associative: name === "eq" || name === "ne" });
}

/** The operators, with SQLAlchemy's precedence. */
export const operators = {
  eq: comparison("eq", " = ", "ne"),
  ne: comparison("ne", " != ", "eq"),
  lt: comparison("lt", " < ", "ge"),
  le: comparison("le", " <= ", "gt"),
  gt: comparison("gt", " > ", "le"),
  ge: comparison("ge", " >= ", "lt"),
  is: comparison("is", " IS ", "isNot"),
  isNot: comparison("isNot", " IS NOT ", "is"),
  isDistinctFrom: comparison("isDistinctFrom", " IS DISTINCT FROM ", "isNotDistinctFrom"),
  isNotDistinctFrom: comparison("isNotDistinctFrom", " IS NOT DISTINCT FROM ", "isDistinctFrom"),
  like: comparison("like", " LIKE ", "notLike"),
  notLike: comparison("notLike", " NOT LIKE ", "like"),
  ilike: comparison("ilike", " ILIKE ", "notIlike"),
  notIlike: comparison("notIlike", " NOT ILIKE ", "ilike"),
  startsWith: comparison("startsWith", " LIKE ", "notStartsWith", LOWEST),
  notStartsWith: comparison("notStartsWith", " NOT LIKE ", "startsWith", LOWEST),
  endsWith: comparison("endsWith", " LIKE ", "notEndsWith", LOWEST),
  notEndsWith: comparison("notEndsWith", " NOT LIKE ", "endsWith", LOWEST),
  contains: comparison("contains", " LIKE ", "notContains", LOWEST),
  notContains: comparison("notContains", " NOT LIKE ", "contains", LOWEST),
  istartsWith: comparison("istartsWith", " LIKE ", "notIstartsWith", LOWEST),
  notIstartsWith: comparison("notIstartsWith", " NOT LIKE ", "istartsWith", LOWEST),
  iendsWith: comparison("iendsWith", " LIKE ", "notIendsWith", LOWEST),
  notIendsWith: comparison("notIendsWith", " NOT LIKE ", "iendsWith", LOWEST),
  icontains: comparison("icontains", " LIKE ", "notIcontains", LOWEST),
  notIcontains: comparison("notIcontains", " NOT LIKE ", "icontains", LOWEST),
  regexpMatch: comparison("regexpMatch", " REGEXP ", "notRegexpMatch"),
  notRegexpMatch: comparison("notRegexpMatch", " NOT REGEXP ", "regexpMatch"),
  match: comparison("match", " MATCH ", null),
  arrayContains: comparison("arrayContains", " @> ", null),
  arrayContainedBy: comparison("arrayContainedBy", " <@ ", null),
  arrayOverlaps: comparison("arrayOverlaps", " && ", null),
  in: comparison("in", " IN ", "notIn"),
  notIn: comparison("notIn", " NOT IN ", "in"),
  between: comparison("between", " BETWEEN ", "notBetween"),
  betweenSymmetric: comparison("betweenSymmetric", " BETWEEN SYMMETRIC ", "notBetweenSymmetric"),
  notBetweenSymmetric: comparison("notBetweenSymmetric", " NOT BETWEEN SYMMETRIC ", "betweenSymmetric"),
  notBetween: comparison("notBetween", " NOT BETWEEN ", "between"),
  add: operator("add", " + ", 7, { associative: true }),
  sub: operator("sub", " - ", 7),
  mul: operator("mul", " * ", 8, { associative: true }),
  div: operator("div", " / ", 8),
  floorDiv: operator("floorDiv", " / ", 8),
  mod: operator("mod", " % ", 8),
  neg: operator("neg", "-", 8),
  bitAnd: operator("bitAnd", " & ", 7),
  bitOr: operator("bitOr", " | ", 7),
  bitXor: operator("bitXor", " ^ ", 7),
  shiftLeft: operator("shiftLeft", " << ", 7),
  shiftRight: operator("shiftRight", " >> ", 7),
  bitNot: operator("bitNot", "~", 8),
  /** Binds tighter than all others: what is accessed stands in parentheses, unless it is a name or a call. */
  jsonAccess: operator("jsonAccess", " -> ", 15),
  subscript: operator("subscript", "", 15),
  concat: operator("concat", " || ", 5, { associative: true }),
  collate: operator("collate", " COLLATE ", 4),
  not: operator("not", "NOT ", 5, { comparison: true }),
  isTrue: operator("isTrue", "", 5, { comparison: true, negation: "isFalse" }),
  isFalse: operator("isFalse", "", 5, { comparison: true, negation: "isTrue" }),
  exists: operator("exists", "EXISTS ", 0, { comparison: true }),
  distinct: operator("distinct", "DISTINCT ", 5),
  desc: operator("desc", " DESC", 3),
  asc: operator("asc", " ASC", 3),
  nullsFirst: operator("nullsFirst", " NULLS FIRST", 3),
  nullsLast: operator("nullsLast", " NULLS LAST", 3),
  and: operator("and", " AND ", 3, { comparison: true, associative: true }),
  or: operator("or", " OR ", 2, { comparison: true, associative: true }),
  comma: operator("comma", ", ", -1),
  as: operator("as", " AS ", -1),
  filter: operator("filter", " FILTER ", 6),
  /** The place of a criterion: WHERE, HAVING, ON. */
  asBoolean: operator("asBoolean", "", -10),
} as const;

/** An operator that the user names: PostgreSQL's `@>`, say. */
export function customOperator(symbol: string, options: { readonly precedence?: number; readonly comparison?: boolean } = {}): Operator {
  const precedence = options.precedence ?? 0;
  const comparing = options.comparison ?? false;
  const name = `op ${symbol} ${precedence} ${comparing}`;
  return all.get(name) ?? operator(name, ` ${symbol} `, precedence, { comparison: comparing });
}

/** The operator of the negated expression. */
export function negationOf(op: Operator): Operator | null {
  return op.negation === null ? null : (all.get(op.negation) ?? null);
}

/** Whether an expression made with `inner` needs parentheses as an operand of `outer`; null means that it stands alone, where SQLAlchemy writes them. */
export function needsParentheses(inner: Operator, outer: Operator | null): boolean {
  if (outer === null) return true;
  if (inner === outer && inner.associative) return false;
  return inner.precedence <= outer.precedence;
}
