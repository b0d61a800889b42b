import { CompileError } from "athanor";
import { expect } from "vitest";
import { answers, type Deviating, type Deviation, type Patch, refuses } from "./deviation.js";
import type { GoldenAnswer } from "./golden-case.js";
import { ACCIDENTAL_ATTRIBUTE_ERROR, JSON_TEXT, NO_LIMIT, NO_UPDATE, NO_WITH } from "./reasons.js";

type Rest = Omit<Deviation, "subject" | "id" | "dialects">;

/** Instead: what the function makes of the golden answer. */
const changed =
  (change: (golden: GoldenAnswer) => Patch) =>
  ({ golden, mismatches }: Deviating): void =>
    expect(mismatches(change(golden ?? {})).join("\n")).toBe("");

/** Instead: this text, in a part of the golden one. */
const rewritten = (part: string | RegExp, by: string) => changed(({ sql = "" }) => ({ sql: sql.replace(part, by) }));

/** Instead of a refusal: this text. */
const writes =
  (sql: string) =>
  ({ answer }: Deviating): void => {
    const given = answer();
    expect("compiled" in given ? given.compiled.sql : String(given.raised)).toBe(sql);
  };

const of = (subject: string, ids: readonly string[], rest: Rest): readonly Deviation[] =>
  ids.map((id) => ({ subject, id, dialects: ["oracle"], ...rest }));

const CONDITION: Rest = {
  fault: "cannot run",
  reason: "A number is no condition: SQLAlchemy's text can't run before Oracle 23.",
  check: rewritten(/\b([01])$/, "$1 = 1"),
};
const EMPTY: Rest = {
  fault: "cannot run",
  reason: "Oracle has no INSERT of nothing. The first column is named, with its own default.",
  check: rewritten(/\(\) VALUES \(\)(?= RETURNING \w+\.(\w+))/, "($1) VALUES (DEFAULT)"),
};
const NEW_VALUE = {
  reason: "From Oracle 18 on RETURNING gives the new value of a computed column: there is nothing to warn of.",
  check: answers({ warnings: [] }),
};

const LOST_TABLE: Pick<Deviation, "fault" | "reason"> = {
  fault: "cannot run",
  reason: NO_WITH,
};
const LOST_UPDATE: Pick<Deviation, "fault" | "reason"> = {
  fault: "means something else",
  reason: NO_UPDATE,
};

/** The refusal of a CTE in front of VALUES. */
const refusedCte = (name: string, lost: Pick<Deviation, "fault" | "reason"> = LOST_TABLE): Rest => ({
  ...lost,
  check: refuses(
    CompileError,
    `The 'oracle' dialect has no WITH before INSERT..VALUES, so the CTE '${name}' can't be used: insert fromSelect(), or take a subquery.`,
  ),
});

/** The deliberate deviations of Oracle alone. */
export const oracleDeviations: readonly Deviation[] = [
  ...of("insert-values-forms", ["values-scalar-select-with-cte"], refusedCte("top")),
  ...of("cte-dml", ["cte-select-into-insert-values"], refusedCte("mx")),
  ...of("cte-dml", ["cte-add-cte-to-insert"], refusedCte("up", LOST_UPDATE)),
  ...of("delete", ["del-false"], CONDITION),
  ...of("errors", ["err-where-python-bool"], CONDITION),
  ...of("update-basics", ["upd-where-true", "upd-where-empty-and"], CONDITION),
  ...of("select-essentials", ["sel-cross-join", "sel-lateral", "sel-false-where"], CONDITION),
  ...of("typed-binds", ["type-boolean-is"], {
    fault: "cannot run",
    reason: "IS 1 is nothing that Oracle has: booleans are TRUE and FALSE there.",
    check: rewritten("IS 1 AND sample.flag IS NOT 0", "IS TRUE AND sample.flag IS NOT FALSE"),
  }),
  ...of("insert-basics", ["insert-empty-values-dict", "insert-empty-column-keys", "insert-empty-column-keys-identity"], EMPTY),
  ...of("insert-defaults", ["defaults-server-default-pk-empty"], EMPTY),
  ...of("insert-returning", ["ins-ret-from-none"], EMPTY),
  ...of("insert-returning", ["ins-ret-text"], {
    reason: ACCIDENTAL_ATTRIBUTE_ERROR,
    check: writes("INSERT INTO crew (name) VALUES (:name) RETURNING id AS ident INTO :ret_0"),
  }),
  ...of("literal-binds", ["lit-insert-json"], {
    reason: JSON_TEXT,
    check: writes(`INSERT INTO sample (payload) VALUES ('{"k":[1,null,"it''s"]}') RETURNING sample.id INTO :ret_0`),
  }),
  ...of("literal-binds", ["lit-insert-binary"], {
    fault: "fails by accident",
    reason: "Bytes have a form as text; SQLAlchemy decodes them, and fails.",
    check: writes(`INSERT INTO sample ("raw") VALUES (HEXTORAW('00ff')) RETURNING sample.id INTO :ret_0`),
  }),
  ...of("quoting", ["quote-reserved-words-many"], {
    fault: "cannot run",
    reason: "Oracle reserves ROW: without quotes, no column could have the name.",
    check: rewritten("misc.row", 'misc."row"'),
  }),
  ...of("select-essentials", ["sel-for-update-options"], {
    fault: "cannot run",
    reason: "Oracle locks by columns. SQLAlchemy names none of a table's, which can't run; here those of its key are named.",
    check: rewritten("OF  NOWAIT", "OF crew.id NOWAIT"),
  }),
  ...of("select-essentials", ["sel-tablesample"], {
    fault: "cannot run",
    reason: "Oracle calls a sample SAMPLE, and takes no parameter for its size.",
    check: writes("SELECT s.id \nFROM crew SAMPLE (__[POSTCOMPILE_bernoulli_1]) s"),
  }),
  ...of("update-returning", ["updret-return-defaults-supplemental", "updret-computed"], NEW_VALUE),
  {
    subject: "select-essentials",
    id: "sel-union",
    dialects: ["oracle_11"],
    fault: "means something else",
    reason: NO_LIMIT,
    check: answers({
      sql: "SELECT anon_1.name \nFROM (SELECT crew.name AS name \nFROM crew UNION SELECT port.title AS title \nFROM port ORDER BY name) anon_1 \nWHERE ROWNUM <= __[POSTCOMPILE_param_1]",
      params: { param_1: 5 },
    }),
  },
  {
    subject: "update-correlated",
    id: "updcor-subquery-limit",
    dialects: ["oracle_11"],
    fault: "means something else",
    reason: "The query inside of the one that counts can't see the table around both: SQLAlchemy selects from all of its rows.",
    check: refuses(
      CompileError,
      "Oracle 11 can't limit a query that names the table of the one around it: take min() or max(), or row_number() in a subquery.",
    ),
  },
];
