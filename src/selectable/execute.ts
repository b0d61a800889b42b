import type { FirstOf, Rows, Statement } from "./statement.js";

/**
 * Several sets of parameters: a list, or what brings them one by one, for a statement whose sets need not all be in memory. The
 * intersection changes nothing: it lets the compiler compare an object with P first, and name the key that P misses.
 */
export type Sets<P> = readonly P[] | ((Iterable<P> | AsyncIterable<P>) & { readonly then?: never });

/**
 * The parameters that a call must be given for a statement that needs P: none, one object or several of them, which may
 * be left out where nothing in P is required.
 */
// biome-ignore lint/complexity/noBannedTypes: it asks whether every key may be left out
export type Args<P> = [keyof P] extends [never] ? [] : {} extends P ? [parameters?: P | Sets<P>] : [parameters: P | Sets<P>];

/** What executes statements: the calls whose types follow from the statement. A Connection implements it. */
export interface Executes {
  /**
   * Executes the statement, once for each set of parameters.
   * @example `await conn.execute(insert(users), [{ name: "a" }, { name: "b" }])`
   * @since 0.1.0
   */
  execute<Res, P>(statement: Statement<Res, P>, ...parameters: Args<NoInfer<P>>): Promise<Res>;
  /** The first column of the first row; null without rows. @since 0.1.0 */
  scalar<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): Promise<FirstOf<T> | null>;
  /** The first column of all rows. @since 0.1.0 */
  scalars<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): Promise<FirstOf<T>[]>;
  /** The rows one by one, in bounded memory. @since 0.1.0 */
  stream<R, P>(statement: Statement<Rows<R, unknown>, P>, ...parameters: Args<NoInfer<P>>): AsyncIterable<R>;
}
