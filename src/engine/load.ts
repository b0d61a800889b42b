import { ArgumentError } from "../errors/index.js";
import { InsertNode } from "../nodes/dml.js";
import type { Rows, Statement } from "../selectable/index.js";
import type { Limits } from "./limits.js";
import { type SetSource, setSource } from "./set-pages.js";

/** What a load may be told. */
export interface LoadOptions extends Pick<Limits, "signal"> {
  /**
   * Called after each page of rows that was sent, with how many were sent so far; a promise is waited for. What it throws ends
   * the load, and undoes it.
   */
  readonly onProgress?: (rows: number) => unknown;
}

/** An INSERT, which can be loaded. */
export type LoadStatement<Res, P> = Statement<Res, P> & { readonly node: InsertNode };

/** What a load gives: the rows that the statement returns, or how many rows were inserted. */
export type Loaded<Res> = Res extends Rows<infer R, infer _> ? AsyncIterable<R> : Promise<number>;

function insertNodeOf(statement: unknown): InsertNode | null {
  const node: unknown = typeof statement === "object" && statement !== null && "node" in statement ? statement.node : null;
  return node instanceof InsertNode ? node : null;
}

/** Whether a load of the statement gives rows. */
export function loadsRows(statement: unknown): boolean {
  return (insertNodeOf(statement)?.columns.length ?? 0) > 0;
}

/** What brings the rows. @throws ArgumentError for what can't be loaded */
export function loadSource(statement: unknown, rows: unknown): SetSource {
  const node = insertNodeOf(statement);
  if (node === null)
    throw new ArgumentError("load() takes an insert(): what else there is, execute() takes with an iterable of parameters.");
  if (node.returnDefaults)
    throw new ArgumentError("load() keeps nothing of a row, so that returnDefaults() would be lost: use returning().");
  const source = Array.isArray(rows) ? rows : setSource(rows);
  if (source === null) throw new ArgumentError("load() takes the rows as a list, or an iterable that brings them one by one.");
  return source;
}
