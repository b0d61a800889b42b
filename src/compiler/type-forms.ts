import { bindCast, type SqlType, type TypeAdapters, TypeDecorator, type Writer, writer } from "../sqltypes/index.js";

/** What a dialect makes of every parameter of one type. */
export interface TypeForm {
  /** Turns a value into what the driver takes. */
  readonly write: Writer;
  /** What stands after the placeholder; empty where nothing does. */
  readonly cast: string;
  /** Whether the type writes an expression around it. */
  readonly isWrapped: boolean;
}

/** The same form whenever a type comes again: statements have many parameters, and schemas few types. */
export class TypeForms {
  readonly #known = new WeakMap<SqlType<unknown>, TypeForm>();

  constructor(private readonly adapters: TypeAdapters) {}

  of(type: SqlType<unknown>): TypeForm {
    let form = this.#known.get(type);
    if (form === undefined) {
      const isWrapped = type instanceof TypeDecorator && type.expressions.bind !== undefined;
      form = { write: writer(type, this.adapters), cast: bindCast(type, this.adapters), isWrapped };
      this.#known.set(type, form);
    }
    return form;
  }
}

/** The same without a cast. */
export function uncast(form: TypeForm): TypeForm {
  return { ...form, cast: "" };
}
