import { type CacheStatistics, CompiledCache, keptKey } from "../compiler/cache.js";
import type { Capabilities, CompilerDialect, IdentifierRules, StatementOptions } from "../compiler/capabilities.js";
import { Compiled } from "../compiler/compiled-statement.js";
import { CompiledStatement } from "../compiler/compiled-with-values.js";
import type { DdlCompiler } from "../compiler/ddl.js";
import type { DdlDialect, ExpressionText } from "../compiler/ddl-base.js";
import { ddlData } from "../compiler/ddl-data.js";
import { knowDialect } from "../compiler/known-dialects.js";
import { Ordinals } from "../compiler/ordinals.js";
import type { SqlCompiler } from "../compiler/statements.js";
import { KeyWalk } from "../compiler/walk.js";
import type { CompileOptions, StatementCompiler } from "../expression/compile-hook.js";
import { ClauseCall } from "../nodes/clause-call.js";
import { DdlNode } from "../nodes/ddl.js";
import type { Node } from "../nodes/node.js";
import { StatementNode } from "../nodes/statement.js";
import type { DdlFeatures } from "../schema/index.js";
import { type TypeAdapter, variantAdapter } from "../sqltypes/index.js";
import type { ArrayInsertRules } from "./array-insert.js";
import { isOnPath, keepOnPath, keptOnPath } from "./compiled-paths.js";
import type { CopyInsertRules } from "./copy-insert.js";
import type { ServerFacts } from "./driver.js";
import type { Inspection } from "./inspection.js";

/** What a transaction shall be. */
export interface TransactionStart {
  /** It writes, or may. */
  readonly writes: boolean;
  /** The database is to refuse it writing. */
  readonly readOnly: boolean;
  /** undefined for the database's own. */
  readonly isolationLevel: string | undefined;
}

/** How a transaction is divided. */
export interface SavepointWords {
  set(name: string): string;
  /** null where a savepoint can't be ended but with its transaction. */
  readonly release: ((name: string) => string) | null;
  rollBackTo(name: string): string;
}

/** The words of the SQL standard. */
export const standardSavepoints: SavepointWords = {
  set: (name) => `SAVEPOINT ${name}`,
  release: (name) => `RELEASE SAVEPOINT ${name}`,
  rollBackTo: (name) => `ROLLBACK TO SAVEPOINT ${name}`,
};

/** How transactions are begun. */
export interface TransactionRules {
  /** The statements that begin one, in order. */
  begin(start: TransactionStart): readonly string[];
  /** The isolation levels that can be asked for, besides AUTOCOMMIT. */
  readonly isolationLevels: readonly string[];
  /** A statement that fails may leave rows behind, as INSERT OR FAIL does: then even a bulk INSERT in one text takes a savepoint. */
  readonly partialFailures?: boolean;
  /** A statement that fails takes its transaction with it: only what stands behind a savepoint can be tried again. */
  readonly failsWhole?: boolean;
  /** Left out, those of the SQL standard. */
  readonly savepoints?: SavepointWords;
  /** What takes back an isolation level that outlives the transaction for which it was set; left out where none does. */
  readonly resetIsolationLevel?: string;
  /** BEGIN itself can say that a transaction only reads: what follows is then for the time outside of transactions. */
  readonly beginsReadOnly?: boolean;
  /** Whether a text commits the transaction in which it is sent, as DDL does on MySQL; left out where none does. */
  readonly commits?: (sql: string) => boolean;
  /** What makes the server give up statements that take longer, and what ends that; left out where it can't. */
  readonly timeout?: {
    /** @param inTransaction whether one is open, with which the setting may end */
    set(milliseconds: number, inTransaction: boolean): string;
    reset(inTransaction: boolean): string;
    /** It is the session's: it does not end with a transaction that has failed. */
    readonly outlivesTransaction?: boolean;
    /** The server gives up queries only, and nothing that writes. */
    readonly queriesOnly?: boolean;
  };
  /** What keeps all writing out, and what lets it in again, as statements of their own. */
  readonly readOnly?: { readonly on: string; readonly off: string };
}

const standardTransactions: TransactionRules = {
  begin: () => ["BEGIN"],
  isolationLevels: ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"],
};

/** What a dialect is made of. */
export interface DialectDefinition {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly identifiers: IdentifierRules;
  readonly types: Readonly<Record<string, TypeAdapter>>;
  /** The options that it reads from statements; left out, there are none. */
  readonly statementOptions?: StatementOptions;
  readonly transactions?: TransactionRules;
  /** The compiler with what this dialect overrides. */
  readonly compiler: new (
    dialect: CompilerDialect,
    ordinals: Ordinals,
    options: CompileOptions,
  ) => SqlCompiler;
  readonly ddl: DdlFeatures;
  /** The same for statements that change the schema. */
  readonly ddlCompiler: new (
    dialect: DdlDialect,
    expression: ExpressionText,
    options: CompileOptions,
  ) => DdlCompiler;
  readonly inspection?: Inspection;
  /** How rows are taken from arrays, where `insertManyValues` says so. */
  readonly arrayInsert?: ArrayInsertRules;
  /** How rows are taken as one text, by a driver that can send it. */
  readonly copyInsert?: CopyInsertRules;
  /** Makes the dialect of such a server, with the same options; left out where all versions are alike. */
  readonly forServer?: (server: ServerFacts) => Dialect;
}

/** A compiled form with the values of the statement for which it was found. */
export interface PreparedStatement {
  readonly compiled: Compiled;
  readonly values: readonly unknown[];
  /** Whether it has been executed: what is kept and comes again. */
  wasExecuted: boolean;
}

/** How many compiled statements a dialect keeps. */
const CACHE_SIZE = 1000;
const walk = new KeyWalk();

function sameNames(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  if (left === right) return true;
  return left !== undefined && left.length === right?.length && left.every((name, index) => name === right[index]);
}

/** A schema translate map as a list: each name with what it becomes. */
function pairsOf(map: CompileOptions["schemaTranslateMap"]): readonly unknown[] | null {
  return map ? Object.entries(map).flat() : null;
}

/** Whether one tree compiles to one text with both. */
function sameOptions(left: CompileOptions, right: CompileOptions): boolean {
  return (
    left === right ||
    ((left.literalBinds ?? false) === (right.literalBinds ?? false) &&
      left.schemaTranslateMap === right.schemaTranslateMap &&
      (left.executemany ?? false) === (right.executemany ?? false) &&
      sameNames(left.columnKeys, right.columnKeys))
  );
}

/** A database's way with SQL: capabilities, names, types and compiler; with it the cache of compiled statements. */
export class Dialect implements DdlDialect, StatementCompiler<CompiledStatement> {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly identifiers: IdentifierRules;
  readonly types: Readonly<Record<string, TypeAdapter>>;
  readonly statementOptions: StatementOptions;
  readonly ddl: DdlFeatures;
  /** null where nobody has said how to ask. */
  readonly inspection: Inspection | null;
  readonly transactions: TransactionRules;
  readonly arrayInsert: ArrayInsertRules | null;
  readonly copyInsert: CopyInsertRules | null;
  readonly #forServer: DialectDefinition["forServer"];
  readonly #compiler: DialectDefinition["compiler"];
  readonly #ddlCompiler: DialectDefinition["ddlCompiler"];
  readonly #cache = new CompiledCache<Compiled>(CACHE_SIZE);

  constructor(definition: DialectDefinition) {
    this.name = definition.name;
    knowDialect(definition.name);
    this.capabilities = definition.capabilities;
    this.identifiers = definition.identifiers;
    this.types = { ...definition.types, variant: variantAdapter(definition.name, definition.types) };
    this.statementOptions = definition.statementOptions ?? {};
    this.ddl = definition.ddl;
    this.inspection = definition.inspection ?? null;
    this.arrayInsert = definition.arrayInsert ?? null;
    this.copyInsert = definition.copyInsert ?? null;
    this.transactions = definition.transactions ?? standardTransactions;
    this.#forServer = definition.forServer;
    this.#compiler = definition.compiler;
    this.#ddlCompiler = definition.ddlCompiler;
  }

  /**
   * The dialect with which to speak to such a server: what an engine takes after its first connect, unless it was given
   * one. It keeps this one's name and options, and has the product's and version's words and capabilities.
   */
  forServer(server: ServerFacts): Dialect {
    return this.#forServer?.(server) ?? this;
  }

  /** Compiles a statement, or finds it compiled; what is no statement is compiled anew. @throws CompileError @since 0.1.0 */
  compile(built: Node | ClauseCall, options: CompileOptions = {}): CompiledStatement {
    return built instanceof ClauseCall || built instanceof StatementNode ? this.prepare(built, options) : this.compileAnew(built, options);
  }

  /** What compiles one statement, or a part of another dialect's. */
  compiler(ordinals: Ordinals, options: CompileOptions): SqlCompiler {
    return new this.#compiler(this, ordinals, options);
  }

  /** Compiles without the cache: it gives what the cache would give. @throws CompileError */
  compileAnew(node: Node, options: CompileOptions = {}): CompiledStatement {
    if (node instanceof DdlNode) return new CompiledStatement(this.#compiledDdl(node, options), [], options);
    const ordinals = new Ordinals();
    walk.start(node, ordinals);
    const values = walk.values();
    return new CompiledStatement(this.#compiled(node, ordinals, options), values, options);
  }

  /** The compiled form with the statement's values, found again where the same tree was compiled before. @throws CompileError */
  prepare(built: StatementNode | ClauseCall, options: CompileOptions): CompiledStatement {
    const { memo } = built;
    if (memo instanceof CompiledStatement && memo.compiled.dialect === this && sameOptions(memo.options, options)) return memo;
    if (built instanceof ClauseCall) return (built.memo = this.#preparedByPath(built, options));
    return options.literalBinds ? this.compileAnew(built, options) : this.#preparedByTree(built, options);
  }

  /** What was compiled for the statement's path, or, for the first one, what its tree compiles to. */
  #preparedByPath(call: ClauseCall, options: CompileOptions): CompiledStatement {
    const { path } = call;
    if (!isOnPath(options)) return this.prepare(call.node, options);
    const kept = keptOnPath(path, this.#cache, options);
    const found = kept && this.#cache.again(kept);
    if (found) return new CompiledStatement(found, call.values(), options);
    const prepared = this.prepare(call.node, options);
    const { last } = this.#cache;
    if (last?.value === prepared.compiled) keepOnPath(path, this.#cache, options, last);
    return prepared;
  }

  #preparedByTree(node: StatementNode, options: CompileOptions): CompiledStatement {
    walk.start(node);
    walk.options(options.executemany ?? false, options.columnKeys ?? null, pairsOf(options.schemaTranslateMap));
    const values = walk.values();
    const found = walk.isCacheable ? this.#cache.find(walk) : null;
    if (found === null) return this.#prepareAnew(node, options);
    const prepared = new CompiledStatement(found, values, options);
    node.memo = prepared;
    return prepared;
  }

  /** Compiles what the cache does not have under the key of the walk, and keeps it, unless its text is of these values alone. */
  #prepareAnew(node: StatementNode, options: CompileOptions): CompiledStatement {
    if (node instanceof DdlNode) return this.compileAnew(node, options);
    const key = walk.isCacheable ? keptKey(walk) : null;
    const prepared = this.compileAnew(node, options);
    if (key !== null) this.#cache.keep(key, prepared.compiled);
    node.memo = prepared;
    return prepared;
  }

  /** What was prepared last for the statement, for whatever names of a set. */
  lastPrepared({ memo }: StatementNode | ClauseCall): PreparedStatement | null {
    return memo instanceof CompiledStatement && memo.compiled.dialect === this ? memo : null;
  }

  /** How often compiled statements were found again. */
  get cacheStatistics(): CacheStatistics {
    return this.#cache.statistics;
  }

  #compiledDdl(node: DdlNode, options: CompileOptions): Compiled {
    const expressions = () => this.compiler(new Ordinals(), options);
    return new Compiled(
      ddlData(node, (expression) => new this.#ddlCompiler(this, expression, options), expressions),
      this,
    );
  }

  #compiled(node: Node, ordinals: Ordinals, options: CompileOptions): Compiled {
    const compiler = this.compiler(ordinals, options);
    const text = compiler.slotted(compiler.process(node));
    const { slots, resultColumns, shape, dml, warnings } = compiler;
    return new Compiled({ text, slots, resultColumns, shape, dml, warnings }, this);
  }
}
