import type { SqlType } from "../sqltypes/base.js";
import { declareFields, type Fields, Node } from "./node.js";

/** What a bind parameter may be besides its name and type. */
export interface BindFacts {
  /** The execution must give the value. */
  readonly required: boolean;
  /** A list, spread when the statement is executed. */
  readonly expanding: boolean;
  /** Written into the text when the statement is executed. */
  readonly literalExecute: boolean;
  /** The value is a function, called for the value at each execution. */
  readonly callable: boolean;
}

const plain: BindFacts = { required: false, expanding: false, literalExecute: false, callable: false };

const formFields = declareFields<BindForm>({
  name: "fact",
  base: "fact",
  type: "type",
  required: "fact",
  expanding: "fact",
  literalExecute: "fact",
  callable: "fact",
});
/**
 * What a bind parameter is, all but its value. A value beside a column always has the same form: the column keeps it, and it
 * then stands for itself, so that of such a parameter a statement is made of two words, and its key too.
 */
export class BindForm extends Node implements BindFacts {
  readonly kind = "bindForm";
  readonly fields: Fields | null;
  override identity = 0;
  readonly required: boolean;
  readonly expanding: boolean;
  readonly literalExecute: boolean;
  readonly callable: boolean;

  constructor(
    /** An explicit name, or null for an anonymous parameter. */
    readonly name: string | null,
    /** What an anonymous one is numbered after when the text is written. */
    readonly base: string,
    readonly type: SqlType<unknown>,
    { required, expanding, literalExecute, callable }: BindFacts = plain,
    standsForItself = false,
  ) {
    super();
    this.fields = standsForItself ? null : formFields;
    this.required = required;
    this.expanding = expanding;
    this.literalExecute = literalExecute;
    this.callable = callable;
  }

  /** The same with other facts. */
  with(changes: Partial<BindFacts & { readonly type: SqlType<unknown> }>): BindForm {
    const { required, expanding, literalExecute, callable } = this;
    return new BindForm(this.name, this.base, changes.type ?? this.type, { required, expanding, literalExecute, callable, ...changes });
  }
}

/** The facts of a parameter that has these, and none of the others. */
export function bindFacts(facts: Partial<BindFacts>): BindFacts {
  return { ...plain, ...facts };
}
