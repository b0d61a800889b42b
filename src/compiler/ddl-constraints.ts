import { CompileError } from "../errors/index.js";
import type { ConstraintFacts, ForeignKeyConstraintFacts, TableDefinition } from "../nodes/ddl.js";
import { DdlColumns } from "./ddl-columns.js";

const REFERENTIAL_ACTIONS = new Set(["CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"]);

function actionClause(event: string, action: string | null): string {
  if (action === null) return "";
  const phrase = action.toUpperCase();
  if (REFERENTIAL_ACTIONS.has(phrase)) return ` ON ${event} ${phrase}`;
  throw new CompileError(`'${action}' is no action for ON ${event}; there are: ${[...REFERENTIAL_ACTIONS].join(", ").toLowerCase()}.`);
}

/** How constraints stand in CREATE TABLE and ALTER TABLE. */
export abstract class DdlConstraints extends DdlColumns {
  /** The constraints that CREATE TABLE writes after the columns. */
  protected tableConstraints(definition: TableDefinition, without: ReadonlySet<ConstraintFacts>): readonly string[] {
    return definition.constraints
      .filter((each) => !without.has(each))
      .map((each) => this.constraint(each))
      .filter((text) => text !== null);
  }

  /** One constraint, with its name if it has one; null where this database has it elsewhere, or not at all. */
  protected constraint(facts: ConstraintFacts): string | null {
    const body = this.constraintBody(facts);
    if (body === null || facts.name === null) return body;
    return `CONSTRAINT ${this.quote(this.itemName({ ...facts, name: facts.name }))} ${body}`;
  }

  protected constraintBody(facts: ConstraintFacts): string | null {
    switch (facts.constraint) {
      case "primaryKey":
        return `PRIMARY KEY (${this.columnNames(facts.columns)})`;
      case "unique":
        return `UNIQUE (${this.columnNames(facts.columns)})`;
      case "check":
        return `CHECK (${this.expressionOrText(facts.criterion)})`;
      case "foreignKey":
        return this.foreignKey(facts);
    }
  }

  protected foreignKey(facts: ForeignKeyConstraintFacts): string | null {
    const { columns, targets, onDelete, onUpdate } = facts;
    const actions = actionClause("DELETE", onDelete) + actionClause("UPDATE", onUpdate);
    return `FOREIGN KEY(${this.columnNames(columns)}) REFERENCES ${this.referredTable(facts)} (${this.columnNames(targets)})${actions}`;
  }

  /** The table referred to, as REFERENCES names it. */
  protected referredTable(facts: ForeignKeyConstraintFacts): string {
    return this.qualified(facts.target);
  }
}
