import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { CopyInsert, CopyInsertRules } from "../dialects/copy-insert.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { StatementError } from "../errors/index.js";
import type { Work } from "../util/work.js";
import { isUniform } from "./insert-pages.js";
import type { Session } from "./session/session.js";
import { type WrittenSets, wireSets, wireSlots, writeSlots } from "./wire.js";

/** The sets of one page, where rows are sent as text: the end of each takes a while on its way, whatever its length. */
export const SETS_A_COPY = 20_000;
/** Rows of which the text is made at once. */
const ROWS_A_PIECE = 1000;

/** How a statement's rows are copied into its table. */
interface CopyPlan extends CopyInsert {
  /** As the server calls the table. */
  readonly table: string;
}

/** Bulk INSERTs of one load, whose rows are sent as text where that does the same. */
export class CopyInserts {
  readonly #plans = new Map<Compiled, CopyPlan | null>();

  private constructor(
    private readonly session: Session,
    private readonly rules: CopyInsertRules,
    private readonly fewestRows: number,
  ) {}

  /** Those of a session; null where neither rows of text can be sent nor anything is known of them. */
  static of(session: Session): CopyInserts | null {
    const { copyInsert: rules } = session.dialect;
    const { copyIn } = session.connection;
    return rules && copyIn ? new CopyInserts(session, rules, copyIn.fewestRows) : null;
  }

  /** Inserts the sets of one form; null where they have to go another way, before anything was done. */
  *insert(written: WrittenSets): Work<DriverResult | null> {
    const { compiled, sets } = written;
    const bulk = compiled.dml?.bulk;
    if (!bulk || sets.length < this.fewestRows || !isUniform(bulk, sets)) return null;
    let plan = this.#plans.get(compiled);
    if (plan === undefined) this.#plans.set(compiled, (plan = yield* this.#plan(compiled, bulk)));
    return plan && (yield* this.#copied(plan, written));
  }

  *#plan(compiled: Compiled, { cells }: BulkInsert): Work<CopyPlan | null> {
    const insert = cells && this.rules.write(compiled, cells);
    if (!insert) return null;
    const { sql, values } = insert.question;
    const { rows } = yield* this.session.query(sql, values, false);
    const table = rows?.[0]?.[0];
    return typeof table === "string" ? { ...insert, table } : null;
  }

  *#copied(plan: CopyPlan, written: WrittenSets): Work<DriverResult> {
    const { compiled, sets, first } = written;
    const all = (): WireValue[][] => wireSets(written, compiled.order, 0, sets.length);
    try {
      return yield* this.session.copyIn(plan.sql, () => this.#pieces(plan, written), all, { sql: compiled.sql, params: all });
    } catch (error) {
      const row = error instanceof StatementError ? this.#failedRow(plan, error) : undefined;
      if (row === undefined || row >= sets.length || !(error instanceof StatementError)) throw error;
      const params = (): unknown => wireSlots(compiled, compiled.order, sets.set(row), first + row, written);
      throw this.session.sender.failed(error.cause, { sql: compiled.sql, params, row: first + row });
    }
  }

  /** The rows as text. @throws DataError for a value that its type refuses */
  *#pieces({ slots }: CopyPlan, written: WrittenSets): Generator<string> {
    const { length } = written.sets;
    for (let start = 0; start < length; start += ROWS_A_PIECE) {
      const values: WireValue[] = [];
      writeSlots(written, slots, start, Math.min(start + ROWS_A_PIECE, length), values);
      yield this.rules.rowsText(values, slots.length);
    }
  }

  #failedRow({ table }: CopyPlan, { cause }: StatementError): number | undefined {
    const place = this.session.sender.factsOf(cause)?.place;
    return place === undefined ? undefined : this.rules.failedRow(place, table);
  }
}
