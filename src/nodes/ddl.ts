import type { ColumnNode } from "./column.js";
import type { ItemName } from "./converted-name.js";
import type { TableNode } from "./froms.js";
import type { ExpressionNode } from "./node.js";
import type { Sequence } from "./sequence.js";
import { emptyStatement, StatementNode } from "./statement.js";

/** A foreign key whose targets have been found. */
export interface ForeignKeyConstraintFacts extends ItemName<string | null> {
  readonly constraint: "foreignKey";
  readonly columns: readonly ColumnNode[];
  /** The columns referred to, in the same order; all of one table. */
  readonly targets: readonly ColumnNode[];
  readonly target: TableNode;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

/** A constraint as CREATE TABLE and ALTER TABLE write it. */
export type ConstraintFacts =
  | (ItemName<string | null> & { readonly constraint: "primaryKey" | "unique"; readonly columns: readonly ColumnNode[] })
  | (ItemName<string | null> & { readonly constraint: "check"; readonly criterion: ExpressionNode | string })
  | ForeignKeyConstraintFacts;

/** An index of a table. */
export interface IndexFacts extends ItemName {
  readonly table: TableNode;
  readonly expressions: readonly ExpressionNode[];
  readonly unique: boolean;
  readonly where: ExpressionNode | null;
}

/** All that DDL says of a table, names of foreign keys looked up. */
export interface TableDefinition {
  readonly table: TableNode;
  readonly comment: string | null;
  /** In the order in which they are written: the primary key first. */
  readonly constraints: readonly ConstraintFacts[];
  readonly indexes: readonly IndexFacts[];
}

/** A statement that changes the schema. It has no parameters and no key in the cache: what it holds stands for itself. */
export abstract class DdlNode extends StatementNode {
  readonly fields = null;
  constructor() {
    super(null, emptyStatement.executionOptions);
  }
}

/** `CREATE TABLE`. */
export class CreateTableNode extends DdlNode {
  readonly kind = "createTable";
  constructor(
    readonly definition: TableDefinition,
    readonly ifNotExists: boolean,
    /** Constraints that are added later, by ALTER TABLE. */
    readonly without: ReadonlySet<ConstraintFacts>,
  ) {
    super();
  }
}

/** `DROP TABLE`. */
export class DropTableNode extends DdlNode {
  readonly kind = "dropTable";
  constructor(
    readonly table: TableNode,
    readonly ifExists: boolean,
  ) {
    super();
  }
}

/** `CREATE INDEX`. */
export class CreateIndexNode extends DdlNode {
  readonly kind = "createIndex";
  constructor(
    readonly index: IndexFacts,
    readonly ifNotExists: boolean,
  ) {
    super();
  }
}

/** `DROP INDEX`. */
export class DropIndexNode extends DdlNode {
  readonly kind = "dropIndex";
  constructor(
    readonly index: IndexFacts,
    readonly ifExists: boolean,
  ) {
    super();
  }
}

/** `ALTER TABLE … ADD CONSTRAINT`. */
export class AddConstraintNode extends DdlNode {
  readonly kind = "addConstraint";
  constructor(
    readonly table: TableNode,
    readonly constraint: ConstraintFacts,
  ) {
    super();
  }
}

/** `ALTER TABLE … DROP CONSTRAINT`. */
export class DropConstraintNode extends DdlNode {
  readonly kind = "dropConstraint";
  constructor(
    readonly table: TableNode,
    readonly constraint: ConstraintFacts,
  ) {
    super();
  }
}

/** `CREATE SCHEMA`. */
export class CreateSchemaNode extends DdlNode {
  readonly kind = "createSchema";
  constructor(
    readonly name: string,
    readonly ifNotExists: boolean,
  ) {
    super();
  }
}

/** `DROP SCHEMA`. */
export class DropSchemaNode extends DdlNode {
  readonly kind = "dropSchema";
  constructor(
    readonly name: string,
    readonly ifExists: boolean,
    readonly cascade: boolean,
  ) {
    super();
  }
}

/** `CREATE SEQUENCE`. */
export class CreateSequenceNode extends DdlNode {
  readonly kind = "createSequence";
  constructor(
    readonly sequence: Sequence,
    readonly ifNotExists: boolean,
  ) {
    super();
  }
}

/** `DROP SEQUENCE`. */
export class DropSequenceNode extends DdlNode {
  readonly kind = "dropSequence";
  constructor(
    readonly sequence: Sequence,
    readonly ifExists: boolean,
  ) {
    super();
  }
}

/** An enumeration that is a type of its own. */
export interface EnumFacts {
  readonly name: string;
  readonly values: readonly string[];
}

/** `CREATE TYPE … AS ENUM`. */
export class CreateEnumNode extends DdlNode {
  readonly kind = "createEnum";
  constructor(readonly facts: EnumFacts) {
    super();
  }
}

/** `DROP TYPE`. */
export class DropEnumNode extends DdlNode {
  readonly kind = "dropEnum";
  constructor(readonly facts: EnumFacts) {
    super();
  }
}

/** `COMMENT ON TABLE`, `COMMENT ON COLUMN`. */
export class SetCommentNode extends DdlNode {
  readonly kind = "setComment";
  constructor(
    readonly table: TableNode,
    /** null for the table itself. */
    readonly column: ColumnNode | null,
    /** null takes the comment away. */
    readonly comment: string | null,
  ) {
    super();
  }
}

/** Foreign keys are checked at COMMIT, for the rest of the transaction. */
export class DeferForeignKeysNode extends DdlNode {
  readonly kind = "deferForeignKeys";
}
