import type { Fault } from "./deviation.js";
import { NO_WITH } from "./reasons.js";

/** The answer of one dialect, as the golden file has it; README.md beside the files says what the fields mean. */
export interface GoldenBulk {
  readonly sql?: string;
  readonly insertmanyvalues?: boolean;
  readonly batches?: readonly Readonly<Record<string, unknown>>[];
  readonly [fact: string]: unknown;
}

/** An answer that athanor does not give as SQLAlchemy does, on purpose. */
export interface BulkDeviation {
  readonly id: string;
  /** Left out: all answers of the case. */
  readonly dialects?: readonly string[];
  readonly reason: string;
  /** As in `Deviation`. */
  readonly fault?: Fault;
  /** The answer that athanor gives instead; left out where it refuses. */
  readonly instead?: (golden: GoldenBulk) => GoldenBulk;
  /** The error with which it refuses. */
  readonly refuses?: string;
}

const ONCE = "Defect: the bind of a CTE is outside of the rows, and is sent once.";

const ONE_BATCH = { batch_size: 3, batch: 1, total_batches: 1, sentinel_values: [], downgraded_row_at_a_time: false };

type Batch = Readonly<Record<string, unknown>>;

/** Instead: other batches. */
const inBatches =
  (change: (batch: Batch) => Batch) =>
  (golden: GoldenBulk): GoldenBulk => ({ ...golden, batches: (golden.batches ?? []).map(change) });

/** The bind of the CTE counts first, since it is there once whatever the number of rows. */
function numbered(sql: string): string {
  return sql.replace(/\$[12]/g, (number) => (number === "$1" ? "$2" : "$1"));
}

/** One row of a batch of three, sent by itself. */
function alone({ sql, parameters, ...batch }: Batch, row: number): Batch {
  const [first = ""] = /(?<=\(VALUES )\(.*?, 0\)/.exec(String(sql)) ?? [];
  return {
    ...batch,
    sql: String(sql).replace(/(?<=\(VALUES ).*(?=\) AS imp_sen)/, () => first),
    parameters: ofRow(parameters, row),
    batch_size: 1,
    batch: row + 1,
    total_batches: 3,
    downgraded_row_at_a_time: true,
  };
}

/** Two parameters a row: by place, or by name with the number of the row. */
function ofRow(parameters: unknown, row: number): unknown {
  if (Array.isArray(parameters)) return parameters.slice(2 * row, 2 * row + 2);
  const entries = Object.entries(parameters ?? {}).filter(([name]) => name.endsWith(`__${row}`));
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/\d+$/, "0"), value]));
}

/** The deliberate deviations in how rows are put together. */
export const bulkDeviations: readonly BulkDeviation[] = [
  {
    id: "imv-cte-bind",
    dialects: ["sqlite", "mssql"],
    reason: ONCE,
    instead: inBatches((batch) => ({ ...batch, parameters: ["NO", "a", 1, "b", 2, "c", 3] })),
  },
  {
    id: "imv-cte-bind",
    dialects: ["postgresql", "postgresql_psycopg"],
    reason: ONCE,
    instead: inBatches((batch) => ({
      ...batch,
      parameters: { country_1: "NO", name__0: "a", rating__0: 1, name__1: "b", rating__1: 2, name__2: "c", rating__2: 3 },
    })),
  },
  {
    id: "imv-cte-bind",
    dialects: ["postgresql_asyncpg"],
    reason: ONCE,
    instead: ({ error: _, ...golden }) => {
      const sql = numbered(golden.sql ?? "");
      const row = "($2::VARCHAR, (SELECT c.m \nFROM c), $3::INTEGER)";
      const rows = [row, row.replace("$2", "$4").replace("$3", "$5"), row.replace("$2", "$6").replace("$3", "$7")];
      const batch = { ...ONE_BATCH, sql: sql.replace(row, rows.join(", ")), parameters: ["NO", "a", 1, "b", 2, "c", 3] };
      return { ...golden, sql, batches: [batch] };
    },
  },
  ...["mariadb", "oracle"].map((dialect) => ({
    id: "imv-cte-bind",
    dialects: [dialect],
    reason: NO_WITH,
    refuses: `CompileError: The '${dialect}' dialect has no WITH before INSERT..VALUES, so the CTE 'c' can't be used: insert fromSelect(), or take a subquery.`,
  })),

  ...["imv-odd-names", "imv-odd-names-sorted"].map((id) => ({
    id,
    dialects: ["postgresql", "postgresql_psycopg"],
    fault: "cannot run" as const,
    reason: "The parameters have the names of the placeholders, row by row; SQLAlchemy loses them where signs are replaced in names.",
    instead: inBatches((batch) => ({
      ...batch,
      parameters: Object.fromEntries(
        [0, 1, 2].flatMap((row) => [
          [`with_space__${row}`, `s${row}`],
          [`perPcent__${row}`, row],
          [`a_bAcZ__${row}`, row],
        ]),
      ),
    })),
  })),
  {
    id: "imv-pg-conflict-update-serial-sorted",
    fault: "means something else",
    reason: "Rows that were there have keys in any order: sorted by them, as SQLAlchemy does, they would belong to other parameter sets.",
    instead: ({ batches: [batch] = [], ...golden }) => ({ ...golden, batches: [0, 1, 2].map((row) => alone(batch ?? {}, row)) }),
  },
];
