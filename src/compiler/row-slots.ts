import type { SqlType } from "../sqltypes/index.js";
import type { Around, BindSlot } from "./compiled.js";

/** The name of a column's parameter in a row of VALUES. */
export function rowName(column: string, row: number): string {
  return `${column}_m${row}`;
}

/** The slot of a plain value in a row of VALUES: there may be thousands, so its name is made when somebody asks for it. */
export class RowSlot implements BindSlot {
  constructor(
    private readonly column: string,
    private readonly row: number,
    readonly type: SqlType<unknown>,
    readonly ordinal: number,
    readonly around: Around,
  ) {}

  get key(): string {
    return rowName(this.column, this.row);
  }
  get name(): string {
    return this.key;
  }
  get constant(): null {
    return null;
  }
  get required(): boolean {
    return false;
  }
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
}
