import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { CopyInsert, CopyInsertRules } from "../dialects/copy-insert.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { StatementError } from "../errors/index.js";
import type { Work } from "../util/work.js";
import { isUniform } from "./insert-pages.js";
import type { Session } from "./session/session.js";
import { type WrittenSets, wireSlots, writeSlots } from "./wire.js";

/** Rows of which the text is made at once. */
const ROWS_A_PIECE = 200;

/** How a statement's rows are copied into its table. */
interface CopyPlan extends CopyInsert {
  readonly rules: CopyInsertRules;
  /** As the server calls the table. */
  readonly table: string;
}

/** Bulk INSERTs of one load, whose rows are sent as text where that does the same. */
export class CopyInserts {
  readonly #plans = new Map<Compiled, CopyPlan | null>();

  constructor(private readonly session: Session) {}

  /** Inserts the sets of one form; null where they have to go another way, before anything was done. */
  *insert(written: WrittenSets): Work<DriverResult | null> {
    const { compiled, sets } = written;
    const { copyInsert: rules } = this.session.dialect;
    const bulk = compiled.dml?.bulk;
    if (!rules || !bulk || !this.session.connection.copyIn || sets.length < rules.fewestRows || !isUniform(bulk, sets)) return null;
    let plan = this.#plans.get(compiled);
    if (plan === undefined) this.#plans.set(compiled, (plan = yield* this.#plan(rules, compiled, bulk)));
    return plan && (yield* this.#copied(plan, written));
  }

  *#plan(rules: CopyInsertRules, compiled: Compiled, { cells }: BulkInsert): Work<CopyPlan | null> {
    const insert = cells && rules.write(compiled, cells);
    if (!insert) return null;
    const { sql, values } = insert.question;
    const { rows } = yield* this.session.query(sql, values, false);
    const table = rows?.[0]?.[0];
    return typeof table === "string" ? { ...insert, rules, table } : null;
  }

  *#copied(plan: CopyPlan, written: WrittenSets): Work<DriverResult> {
    const { compiled, sets, first } = written;
    const set = (at: number): WireValue[] => wireSlots(compiled, compiled.order, sets[at] ?? [], first + at, written);
    const all = (): WireValue[][] => sets.map((_, at) => set(at));
    try {
      return yield* this.session.copyIn(plan.sql, () => pieces(plan, written), all, { sql: compiled.sql, params: all });
    } catch (error) {
      const row = error instanceof StatementError ? this.#failedRow(plan, error) : undefined;
      if (row === undefined || row >= sets.length || !(error instanceof StatementError)) throw error;
      throw this.session.sender.failed(error.cause, { sql: compiled.sql, params: () => set(row), row: first + row });
    }
  }

  #failedRow({ rules, table }: CopyPlan, { cause }: StatementError): number | undefined {
    const place = this.session.sender.factsOf(cause)?.place;
    return place === undefined ? undefined : rules.failedRow(place, table);
  }
}

/** The rows as text. @throws DataError for a value that its type refuses */
function* pieces({ rules, slots }: CopyPlan, written: WrittenSets): Generator<string> {
  const { length } = written.sets;
  for (let start = 0; start < length; start += ROWS_A_PIECE) {
    const values: WireValue[] = [];
    writeSlots(written, slots, start, Math.min(start + ROWS_A_PIECE, length), values);
    yield rules.rowsText(values, slots.length);
  }
}
