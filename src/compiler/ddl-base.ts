import { UnsupportedError } from "../errors/index.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import type { ColumnNode } from "../nodes/column.js";
import type { ItemName } from "../nodes/converted-name.js";
import type { DdlNode } from "../nodes/ddl.js";
import type { TableNode } from "../nodes/froms.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { Sequence } from "../nodes/sequence.js";
import type { DdlFeatures } from "../schema/index.js";
import { ddlName, literalWriter, type SqlType, VarcharType } from "../sqltypes/index.js";
import type { CompilerDialect } from "./capabilities.js";
import { fittingName, quotedObject, quotedSchema } from "./identifiers.js";
import { translatedSchema } from "./translated-schema.js";

/** What the DDL compiler needs of a dialect. */
export interface DdlDialect extends CompilerDialect {
  readonly ddl: DdlFeatures;
}

/** Writes an expression with its values as text and its columns without their table, as DDL has them. */
export type ExpressionText = (node: ExpressionNode) => string;

const string = new VarcharType();

/** What all parts of the DDL compiler need: names, types and values as text. */
export abstract class DdlBase {
  constructor(
    readonly dialect: DdlDialect,
    protected readonly expression: ExpressionText,
    readonly options: CompileOptions,
  ) {}

  /** Writes a statement: calls the visit method of its kind. @throws UnsupportedError where the dialect has none */
  process(node: DdlNode): string {
    const visit: unknown = Reflect.get(this, `visit${node.kind.charAt(0).toUpperCase()}${node.kind.slice(1)}`);
    if (typeof visit !== "function") throw this.unsupported(`a ${node.kind} construct`);
    return String(Reflect.apply(visit, this, [node]));
  }

  protected unsupported(what: string): UnsupportedError {
    return new UnsupportedError(`The '${this.dialect.name}' dialect has no ${what}.`);
  }

  quote(name: string, always: boolean | null = null): string {
    return quotedObject(name, this.dialect, always);
  }

  /** The name of a constraint or an index: one that a rule made is shortened where it is too long, a given one is refused. */
  protected itemName({ name, automatic }: ItemName): string {
    return automatic ? fittingName(name, this.dialect.capabilities) : name;
  }

  columnName(column: ColumnNode): string {
    return this.quote(column.name, column.facts.quote);
  }

  /** A string as a value. */
  protected text(value: string): string {
    return literalWriter(string, this.dialect.types)(value);
  }

  protected typeName(type: SqlType<unknown>): string {
    return ddlName(type, this.dialect.types);
  }

  /** An expression, or text of the user's, which stands as it is. */
  protected expressionOrText(given: ExpressionNode | string): string {
    return typeof given === "string" ? given : this.expression(given);
  }

  /** The schema to write, after `schemaTranslateMap`. */
  protected schemaOf(named: { readonly schema: string | null }): string | null {
    return translatedSchema(named.schema, this.options.schemaTranslateMap, this.dialect.capabilities.defaultSchema);
  }

  protected qualified(named: TableNode | Sequence): string {
    return this.inSchemaOf(named, named.name, "quote" in named ? named.quote : null);
  }

  /** A name in the schema of a table: an index's. */
  protected inSchemaOf(named: { readonly schema: string | null }, name: string, always: boolean | null = null): string {
    const schema = this.schemaOf(named);
    const text = this.quote(name, always);
    return schema === null ? text : `${quotedSchema(schema, this.dialect.identifiers)}.${text}`;
  }

  protected columnNames(columns: readonly ColumnNode[]): string {
    return columns.map((column) => this.columnName(column)).join(", ");
  }
}
