import { bindCast, type SqlType, type TypeAdapters, type Writer, writer } from "../sqltypes/index.js";

/** What a dialect makes of every parameter of one type. */
export interface TypeForm {
  /** Turns a value into what the driver takes. */
  readonly write: Writer;
  /** What stands after the placeholder; empty where nothing does. */
  readonly cast: string;
}

const formsByAdapters = new WeakMap<TypeAdapters, WeakMap<SqlType<unknown>, TypeForm>>();

/** The same form whenever a type comes again: statements have many parameters, and schemas few types. */
export function typeForm(type: SqlType<unknown>, adapters: TypeAdapters): TypeForm {
  let forms = formsByAdapters.get(adapters);
  if (forms === undefined) formsByAdapters.set(adapters, (forms = new WeakMap()));
  let form = forms.get(type);
  if (form === undefined) {
    form = { write: writer(type, adapters), cast: bindCast(type, adapters) };
    forms.set(type, form);
  }
  return form;
}

/** The same without a cast. */
export function uncast({ write }: TypeForm): TypeForm {
  return { write, cast: "" };
}
