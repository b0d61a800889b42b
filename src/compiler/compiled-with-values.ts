import type { CompiledText, CompileOptions } from "../expression/compile-hook.js";
import { type WireValue, writer } from "../sqltypes/index.js";
import { fillDefaults } from "./client-defaults.js";
import type { BindSlot, DmlFacts, ResultColumn, StatementParameter } from "./compiled.js";
import type { Compiled, ParameterSet, PlacedValue } from "./compiled-statement.js";
import { isPositional } from "./placeholders.js";

/** What a driver takes: text, and the values in the order of its placeholders. */
export interface DriverCall {
  readonly sql: string;
  readonly values: readonly WireValue[];
  /** What each of the values is. */
  readonly parameters: readonly StatementParameter[];
}

/** What a driver takes of a text that needs no expansion: few ask what each of the values is, so that stands with the compiled form. */
class PlainCall implements DriverCall {
  readonly #compiled: Compiled;
  readonly sql: string;

  constructor(
    compiled: Compiled,
    readonly values: readonly WireValue[],
  ) {
    this.#compiled = compiled;
    this.sql = compiled.sql;
  }

  get parameters(): readonly StatementParameter[] {
    return this.#compiled.parameters;
  }
}

/** A statement compiled for reading: the compiled form with the statement's own values. What `stmt.compile()` gives. */
export class CompiledStatement implements CompiledText {
  #call: DriverCall | null = null;
  #repeats: boolean | null | undefined;
  /** Whether an engine has executed it. */
  wasExecuted = false;

  constructor(
    readonly compiled: Compiled,
    /** The bound values of the statement, in the order of its walk. */
    readonly values: readonly unknown[],
    /** The options with which it was compiled. */
    readonly options: CompileOptions,
  ) {}

  get sql(): string {
    return this.compiled.sql;
  }

  get slots(): readonly BindSlot[] {
    return this.compiled.slots;
  }

  get dml(): DmlFacts | null {
    return this.compiled.dml;
  }

  get resultColumns(): readonly ResultColumn[] | null {
    return this.compiled.resultColumns;
  }

  get warnings(): readonly string[] {
    return this.compiled.warnings;
  }

  /** The bind names in the order of the placeholders; null for a named style. */
  get positional(): readonly string[] | null {
    const { compiled } = this;
    if (!isPositional(compiled.dialect.capabilities.paramStyle)) return null;
    return compiled.order.map((slot) => compiled.slots[slot]?.key ?? "");
  }

  /** The values by bind name. @throws InvalidRequestError for a required value that is missing */
  get params(): Readonly<Record<string, unknown>> {
    return this.paramsFor();
  }

  /** Names of parameters that the text writes otherwise. */
  get escapedNames(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.compiled.slots.filter((slot) => slot.key !== slot.name).map((slot) => [slot.key, slot.name]));
  }

  /** The values by bind name, with those of an execution. @throws InvalidRequestError unless `check` is false */
  paramsFor(given: ParameterSet | null = null, options: { readonly check?: boolean } = {}): Readonly<Record<string, unknown>> {
    const values = this.compiled.slotValues(this.values, given, null, options.check ?? true);
    return Object.fromEntries(this.compiled.slots.map((slot, index) => [slot.name, values[index]]));
  }

  /** Text and values with all lists spread. @throws InvalidRequestError for a required value that is missing */
  expanded(given: ParameterSet | null = null): {
    readonly sql: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly positional: readonly string[] | null;
  } {
    const { sql, values } = this.compiled.expanded(this.compiled.slotValues(this.values, given));
    const positional = isPositional(this.compiled.dialect.capabilities.paramStyle) ? values.map((item) => item.name) : null;
    return { sql, params: Object.fromEntries(values.map((item) => [item.name, item.value])), positional };
  }

  /**
   * What a driver takes: the final text, and the values as its wire has them, in the order of the placeholders. What each of
   * them is, stands in `parameters`: its name in the text, its type, and whether the database gives it back, as Oracle's
   * `RETURNING id INTO :ret_0` does; there its value is null. Defaults of the client run at each call;
   * where there is nothing that could change, it is the same call each time.
   * @param given values by bind name, besides the statement's own
   * @example `const { sql, values } = stmt.compile({ dialect: postgresql() }).toDriver(); client.query(sql, values)`
   * @throws InvalidRequestError for a required value that is missing, and for a default that has to ask the database;
   * ValueRefusedError for a value that its type refuses
   * @since 0.1.0
   */
  toDriver(given: ParameterSet | null = null): DriverCall {
    const { compiled } = this;
    if (given === null && !compiled.isExpanding) return this.#ownCall();
    const slotValues = compiled.slotValues(this.values, given);
    fillDefaults(compiled, slotValues);
    if (!compiled.isExpanding) return new PlainCall(compiled, compiled.wireValues(slotValues));
    const { sql, values } = compiled.expanded(slotValues);
    return { sql, values: values.map((item) => this.#wire(item)), parameters: compiled.parametersOf(values) };
  }

  /** What was made for a statement that is kept serves again, unless it could be another the next time. */
  #ownCall(): DriverCall {
    if (this.#call !== null) return this.#call;
    const { compiled } = this;
    const values = compiled.ownWireValues(this.values);
    // the first time is the only one of a statement that is not kept
    if (this.#repeats === undefined) this.#repeats = null;
    else if ((this.#repeats ??= this.#isRepeatable())) return (this.#call = new PlainCall(compiled, Object.freeze(values)));
    return new PlainCall(compiled, values);
  }

  #isRepeatable(): boolean {
    return this.compiled.isRepeatable && this.values.every((value) => typeof value !== "object" || value === null);
  }

  /** The values as the driver is given them, by bind name. @throws ValueRefusedError */
  driverParams(given: ParameterSet | null = null): Readonly<Record<string, WireValue>> {
    const { values } = this.compiled.expanded(this.compiled.slotValues(this.values, given));
    return Object.fromEntries(values.map((item) => [item.name, this.#wire(item)]));
  }

  #wire({ type, value }: PlacedValue): WireValue {
    return writer(type, this.compiled.dialect.types)(value);
  }

  toString(): string {
    return this.sql;
  }
}
