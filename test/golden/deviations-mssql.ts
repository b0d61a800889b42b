import { CompileError } from "athanor";
import { expect } from "vitest";
import { type Deviating, type Deviation, refuses } from "./deviation.js";
import { BYTES_TEXT, INTERVAL_TEXT, JSON_TEXT, KEY_FORGOTTEN, NO_LIMIT } from "./reasons.js";

const ACCIDENTAL_TYPE_ERROR = "Defect: SQLAlchemy raises an accidental TypeError.";
const ONLY = ["mssql"];

const inFrom = (subject: string, ids: readonly string[], reason: string): readonly Deviation[] =>
  ids.map((id) => ({ subject, id, dialects: ONLY, reason, fault: "cannot run", check: namesTargetInFrom }));

/** Instead of `UPDATE crew AS c SET … WHERE` and `DELETE FROM crew AS c WHERE`: the alias, and FROM to say whose it is. */
function namesTargetInFrom({ golden, mismatches }: Deviating): void {
  const sql = golden?.sql ?? "";
  const [, table, alias] = /^(?:UPDATE|DELETE FROM) (\S+) AS (\[[^\]]+\]|\w+)/.exec(sql) ?? [];
  const target = `${table} AS ${alias}`;
  const named = sql.replace(target, String(alias));
  expect(
    mismatches({ sql: named.includes(` FROM ${target}`) ? named : named.replace(" WHERE ", ` FROM ${target} WHERE `) }).join("\n"),
  ).toBe("");
}

/** Instead: this text. */
function writes(sql: string): Deviation["check"] {
  return ({ answer }) => {
    const given = answer();
    expect("compiled" in given ? given.compiled.sql : String(given.raised)).toBe(sql);
  };
}

const ALIAS = "SQL Server knows no AS behind the target: there its alias stands alone, and FROM says whose it is.";

/** The deliberate deviations of SQL Server alone. */
export const mssqlDeviations: readonly Deviation[] = [
  ...inFrom("delete", ["del-alias", "del-alias-schema"], ALIAS),
  ...inFrom("quoting", ["quote-alias-odd"], ALIAS),
  {
    subject: "typed-binds",
    id: "type-boolean-is",
    dialects: ONLY,
    reason: "IS asks for NULL alone: what is the same as a bit is found otherwise.",
    fault: "cannot run",
    check: writes(
      "DELETE FROM sample WHERE EXISTS (SELECT sample.flag INTERSECT SELECT 1) AND NOT EXISTS (SELECT sample.flag INTERSECT SELECT 0)",
    ),
  },
  ...inFrom("update-basics", ["upd-alias-target", "upd-alias-target-string-keys"], ALIAS),
  ...inFrom("update-from", ["updfrom-target-alias", "updfrom-alias-target-pg"], ALIAS),
  ...inFrom("update-returning", ["updret-alias", "delret-alias"], ALIAS),
  {
    subject: "cte-dml",
    id: "cte-add-cte-to-insert",
    dialects: ONLY,
    fault: "loses a value",
    reason: KEY_FORGOTTEN,
    check: ({ golden, mismatches }) => {
      const sql = golden?.sql?.replace(" VALUES", " OUTPUT inserted.id VALUES") ?? "";
      expect(mismatches({ sql, returning: ["id"], implicit_returning: true }).join("\n")).toBe("");
    },
  },
  {
    subject: "cte-dml",
    id: "cte-update-from-returning",
    dialects: ONLY,
    reason: ACCIDENTAL_TYPE_ERROR,
    check: writes(
      "WITH u AS \n(UPDATE voyage SET status=:param_1 OUTPUT inserted.id, crew.name FROM voyage, crew WHERE voyage.captain_id = crew.id)\n SELECT u.id, u.name \nFROM u",
    ),
  },
  {
    subject: "cte-dml",
    id: "cte-delete-using-returning",
    dialects: ONLY,
    reason: ACCIDENTAL_TYPE_ERROR,
    check: writes(
      "WITH g AS \n(DELETE FROM voyage OUTPUT deleted.id, crew.name FROM voyage, crew WHERE voyage.captain_id = crew.id AND crew.rating < :rating_1)\n INSERT INTO crew_archive (id, name) SELECT g.id, g.name \nFROM g",
    ),
  },
  {
    subject: "select-essentials",
    id: "sel-cast",
    dialects: ONLY,
    reason: "The types are those of 2008 and later, where a day is a DATE.",
    check: ({ golden, mismatches }) => {
      const sql = golden?.sql?.replace("AS DATETIME)", "AS DATE)").replace("AS TEXT)", "AS VARCHAR(max))") ?? "";
      expect(mismatches({ sql }).join("\n")).toBe("");
    },
  },
  {
    subject: "select-essentials",
    id: "sel-union",
    dialects: ONLY,
    fault: "means something else",
    reason: NO_LIMIT,
    check: ({ golden, mismatches }) => {
      const sql = `${golden?.sql}\n OFFSET 0 ROWS\n FETCH FIRST :param_1 ROWS ONLY`;
      expect(mismatches({ sql, params: { param_1: 5 } }).join("\n")).toBe("");
    },
  },
  {
    subject: "select-essentials",
    id: "sel-union",
    dialects: ["mssql_2008"],
    fault: "means something else",
    reason: NO_LIMIT,
    check: refuses(CompileError, "SQL Server before 2012 has no LIMIT for a UNION: select from it as a subquery, and limit that."),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-json",
    dialects: ONLY,
    reason: JSON_TEXT,
    check: writes(`INSERT INTO sample (payload) OUTPUT inserted.id VALUES ('{"k":[1,null,"it''s"]}')`),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-binary",
    dialects: ONLY,
    fault: "fails by accident",
    reason: BYTES_TEXT,
    check: writes("INSERT INTO sample (raw) OUTPUT inserted.id VALUES (0x00ff)"),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-interval",
    dialects: ONLY,
    fault: "fails by accident",
    reason: INTERVAL_TEXT,
    check: writes("INSERT INTO sample (span) OUTPUT inserted.id VALUES ('1970-01-02 00:00:05.000000')"),
  },
];
