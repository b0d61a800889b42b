import type { SqlType } from "../sqltypes/index.js";
import type { Around, BindSlot } from "./compiled.js";
import type { TypeForm } from "./type-forms.js";

/** What the slot of one value, which a parameter carries, has nothing of. As most slots are such ones, their class says it: they are half as large. */
abstract class PlainSlot {
  get callable(): boolean {
    return false;
  }
  get expanding(): boolean {
    return false;
  }
  get literalExecute(): boolean {
    return false;
  }
  get itemTypes(): null {
    return null;
  }
  get emptyText(): string {
    return "";
  }
  get out(): boolean {
    return false;
  }
  get style(): null {
    return null;
  }
}

/** The slot of one value. */
export class ValueSlot extends PlainSlot implements BindSlot {
  constructor(
    readonly key: string,
    readonly name: string,
    readonly type: SqlType<unknown>,
    readonly form: TypeForm,
    readonly ordinal: number,
    readonly constant: unknown,
    readonly required: boolean,
    readonly around: Around,
  ) {
    super();
  }
}

/** The name of a column's parameter in a row of VALUES. */
export function rowName(column: string, row: number): string {
  return `${column}_m${row}`;
}

/** The slot of a plain value in a row of VALUES: there may be thousands, so its name is made when somebody asks for it. */
export class RowSlot extends PlainSlot implements BindSlot {
  constructor(
    private readonly column: string,
    private readonly row: number,
    /** The slot of the same column in the first row. */
    private readonly first: BindSlot,
    readonly ordinal: number,
  ) {
    super();
  }

  get key(): string {
    return rowName(this.column, this.row);
  }
  get name(): string {
    return this.key;
  }
  get type(): SqlType<unknown> {
    return this.first.type;
  }
  get form(): TypeForm {
    return this.first.form;
  }
  get around(): Around {
    return this.first.around;
  }
  get constant(): null {
    return null;
  }
  get required(): boolean {
    return false;
  }
}
