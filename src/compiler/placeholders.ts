import type { CompilerDialect, ParamStyle } from "./capabilities.js";
import type { Around, BindSlot, BulkInsert, CompiledData } from "./compiled.js";

/** Text with placeholders, and which slot each of them stands for; for named styles, each slot once. */
export interface PlacedText {
  readonly sql: string;
  readonly order: readonly number[];
  /** Whether the text must be completed at each execution. */
  readonly isExpanding: boolean;
}

/** The name, or where it is taken the first numbered one that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let number = 1; isTaken(free); number += 1) free = name.endsWith('"') ? `${name.slice(0, -1)}_${number}"` : `${name}_${number}`;
  return free;
}

/** Whether placeholders are told apart by their place. */
export function isPositional(style: ParamStyle): boolean {
  return style !== "named" && style !== "pyformat";
}

/** Whether placeholders are told apart by a number that they show. */
export function isNumbered(style: ParamStyle): boolean {
  return style === "numeric" || style === "numeric_dollar" || style === "numeric_at";
}

/** What has a name, which may only be made when it is read. */
interface Named {
  readonly name: string;
}

/** The name by which a placeholder is known, `p1` of `@p1`; null where only its place tells. `number` counts from 1, for the numeric styles. */
export function placeholderName(style: ParamStyle, value: Named, number: number): string | null {
  switch (style) {
    case "named":
    case "pyformat":
      return value.name;
    case "numeric_at":
      return `p${number}`;
    case "numeric":
    case "numeric_dollar":
      return String(number);
    default:
      return null;
  }
}

/** One placeholder. */
export function placeholder(style: ParamStyle, value: Named, number: number): string {
  switch (style) {
    case "named":
      return `:${value.name}`;
    case "pyformat":
      return `%(${value.name})s`;
    case "qmark":
      return "?";
    case "format":
      return "%s";
    case "numeric":
      return `:${number}`;
    case "numeric_at":
      return `@p${number}`;
    case "numeric_dollar":
      return `$${number}`;
  }
}

/** A slot's placeholder, with the cast that this dialect writes for its type, and what the type writes around it. */
export function slotPlaceholder(
  ofStatement: ParamStyle,
  slot: Pick<BindSlot, "name" | "form" | "around" | "style">,
  number: number,
): string {
  const style = slot.style ?? ofStatement;
  return within(slot, style, placeholder(style, slot, number) + slot.form.cast);
}

/** What most types write around their values. */
export const nothingAround: Around = ["", ""];

/** A value with what its type writes around it. */
export function within({ around }: Pick<BindSlot, "around">, style: ParamStyle, value: string): string {
  if (around === nothingAround) return value;
  const [before, after] = around;
  return betweenPlaceholders(style, before) + value + betweenPlaceholders(style, after);
}

/** Text between placeholders: a per cent sign is doubled where it starts a placeholder. */
export function betweenPlaceholders(style: ParamStyle, text: string): string {
  return style === "format" || style === "pyformat" ? text.replaceAll("%", "%%") : text;
}

/** A list that is spread, or a value that is written into the text, when the statement is executed. */
export function isPostCompiled(slot: BindSlot): boolean {
  return slot.expanding || slot.literalExecute;
}

/** The order in which numbered styles send the slots: as they were made; those of the rows of a bulk INSERT, of which there will be many, last. */
function sendingOrder(slots: readonly BindSlot[], bulk: BulkInsert | null): readonly number[] {
  const indexes: number[] = new Array(slots.length);
  for (let index = 0; index < slots.length; index += 1) indexes[index] = index;
  if (bulk === null) return indexes;
  const isRow = (index: number): boolean =>
    bulk.row.slots.includes(index) && !bulk.head.slots.includes(index) && !bulk.tail.slots.includes(index);
  return [...indexes.filter((index) => !isRow(index)), ...indexes.filter(isRow)];
}

/** The order in which numbered styles count the slots: those that are filled in later last. */
export function numberingOrder(slots: readonly BindSlot[], bulk: BulkInsert | null): readonly number[] {
  const indexes = sendingOrder(slots, bulk);
  if (!slots.some(isPostCompiled)) return indexes;
  const isLater = (index: number): boolean => slots[index] !== undefined && isPostCompiled(slots[index]);
  return [...indexes.filter((index) => !isLater(index)), ...indexes.filter(isLater)];
}

/** The number of each slot, from 1. */
function numbersOf(order: readonly number[]): readonly number[] {
  const numbers: number[] = new Array(order.length);
  for (let at = 0; at < order.length; at += 1) numbers[order[at] ?? 0] = at + 1;
  return numbers;
}

/** The text with its placeholders; what is filled in later stands as `__[POSTCOMPILE_name]`. */
export function placed({ text, slots, dml }: Pick<CompiledData, "text" | "slots" | "dml">, dialect: CompilerDialect): PlacedText {
  const bulk = dml?.bulk ?? null;
  const style = dialect.capabilities.paramStyle;
  const isExpanding = slots.some(isPostCompiled);
  // mostly slots are counted as they were made
  const numbers = (isExpanding || bulk !== null) && isNumbered(style) ? numbersOf(numberingOrder(slots, bulk)) : null;
  let sql = betweenPlaceholders(style, text.parts[0] ?? "");
  for (let at = 0; at < text.slots.length; at += 1) {
    const index = text.slots[at] ?? 0;
    const slot = slots[index];
    if (slot)
      sql +=
        isExpanding && isPostCompiled(slot)
          ? `__[POSTCOMPILE_${slot.name}]`
          : slotPlaceholder(style, slot, numbers === null ? index + 1 : (numbers[index] ?? 0));
    sql += betweenPlaceholders(style, text.parts[at + 1] ?? "");
  }
  return { sql, order: isPositional(style) && !isNumbered(style) ? text.slots : sendingOrder(slots, bulk), isExpanding };
}
