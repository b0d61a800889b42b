import { CompileError } from "athanor";
import { expect } from "vitest";
import { answers, type Deviating, type Deviation, refuses } from "./deviation.js";

const ONLY = ["sqlite"];

/** Instead: another text. */
const rewritten =
  (rewrite: (sql: string) => string) =>
  ({ golden, mismatches }: Deviating): void =>
    expect(mismatches({ sql: rewrite(golden?.sql ?? "") }).join("\n")).toBe("");

const VALUES_NAMES =
  "SQLite takes no column names behind the alias of VALUES, so that SQLAlchemy's text can't run; its own names are renamed instead.";
const PARENTHESES = "SQLite takes no parentheses around the members of a compound, so that SQLAlchemy's text can't run.";

/** The columns of VALUES under SQLite's own names, renamed. */
const renamedColumns = (sql: string): string =>
  sql.replace(/\((VALUES .*?)\) AS ("[^"]+"|\w+) \(([^)]*)\)/g, (_, rows: string, name: string, columns: string) => {
    const names = columns.split(", ").map((column, index) => `column${index + 1} AS ${column}`);
    return `(SELECT ${names.join(", ")} \nFROM (${rows})) AS ${name}`;
  });

/** The cases of VALUES with names for its columns. */
const VALUES_CASES: Readonly<Record<string, readonly string[]>> = {
  "in-lists": ["in-values"],
  "insert-from-select": ["from-select-values-construct"],
  "literal-binds": ["lit-values", "lit-values-literal-flag"],
  "update-from": ["updfrom-values"],
  "values-construct": [
    "select",
    "select-all",
    "alias",
    "data-twice",
    "literal-binds",
    "join",
    "insert-from",
    "update-from",
    "in-subquery",
    "lateral",
    "union",
    "expressions",
    "types",
    "untyped",
    "quoted",
    "exists",
  ].map((name) => `vals-${name}`),
};

/** The deliberate deviations of SQLite alone; those of ON CONFLICT are with PostgreSQL's. */
export const sqliteDeviations: readonly Deviation[] = [
  {
    subject: "select-essentials",
    id: "sel-distinct-on",
    dialects: ONLY,
    fault: "means something else",
    reason: "DISTINCT instead of DISTINCT ON gives other rows: SQLAlchemy writes it with a warning, and is going to refuse it too.",
    check: refuses(CompileError, "The 'sqlite' dialect has no DISTINCT ON; leaving it out would give other rows."),
  },
  {
    subject: "select-essentials",
    id: "sel-union-all-nested",
    dialects: ONLY,
    fault: "cannot run",
    reason: PARENTHESES,
    check: answers({
      sql: "SELECT * FROM (SELECT crew.id \nFROM crew UNION SELECT voyage.id \nFROM voyage) UNION ALL SELECT * FROM (SELECT node.id \nFROM node EXCEPT SELECT sensor.id \nFROM sensor)",
    }),
  },
  {
    subject: "select-essentials",
    id: "sel-union-limited-parts",
    dialects: ONLY,
    fault: "cannot run",
    reason: PARENTHESES,
    check: answers({
      sql: "SELECT * FROM (SELECT crew.id \nFROM crew ORDER BY crew.id\n LIMIT ? OFFSET ?) UNION SELECT * FROM (SELECT node.id \nFROM node\n LIMIT ? OFFSET ?)",
    }),
  },
  {
    subject: "select-essentials",
    id: "sel-bitwise",
    dialects: ONLY,
    fault: "means something else",
    reason: "Minus binds closer than & and |: without parentheses of their own, 1 XOR 5 would be 5 instead of 4.",
    check: answers({
      sql: "SELECT crew.id & ? AS anon_1, crew.id | ? AS anon_2, ((crew.id | ?) - (crew.id & ?)) AS anon_3, ~crew.id, crew.id << ? AS anon_4 \nFROM crew",
    }),
  },
  {
    subject: "update-returning",
    id: "updret-subquery",
    dialects: ONLY,
    fault: "means something else",
    reason: "In the subquery a bare id is the voyage's own, so that SQLAlchemy's answer counts the wrong rows: tables stay named there.",
    check: answers({
      sql: "UPDATE crew SET name=? RETURNING (SELECT count(voyage.id) AS count_1 \nFROM voyage \nWHERE voyage.captain_id = crew.id) AS n",
    }),
  },
  ...Object.entries(VALUES_CASES).flatMap(([subject, ids]) =>
    ids.map((id) => ({
      subject,
      id,
      dialects: ONLY,
      fault: "cannot run" as const,
      reason: VALUES_NAMES,
      check: rewritten(renamedColumns),
    })),
  ),
  {
    subject: "values-construct",
    id: "vals-anonymous",
    dialects: ONLY,
    fault: "cannot run",
    reason: VALUES_NAMES,
    check: rewritten((sql) => sql.replace(/\(VALUES .*\)$/, (rows) => `(SELECT column1 AS id, column2 AS name \nFROM ${rows})`)),
  },
];
