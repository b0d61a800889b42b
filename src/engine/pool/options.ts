import { ArgumentError } from "../../errors/index.js";

/** How connections are kept; times are in milliseconds. */
export interface PoolOptions {
  /** How many connections are kept open, 5 by default. */
  readonly size?: number;
  /** How many more may be open at the same time, 10 by default; each is closed when it is given back while enough are idle. */
  readonly overflow?: number;
  /** How long a checkout may take, waiting and connecting included; 30,000 by default. */
  readonly timeout?: number;
  /** The age at which a connection is replaced instead of being given out again; without it, none is too old. */
  readonly recycle?: number;
  /** Asks the server before each checkout whether the connection still lives, and replaces one that does not; false by default. */
  readonly prePing?: boolean;
  /**
   * What becomes of a transaction that was begun in text and is still open when its connection is given back: `"rollback"` by
   * default, `"commit"`, or `"nothing"` where the database has no transactions. One that athanor has begun is rolled back always.
   */
  readonly resetOnReturn?: "rollback" | "commit" | "nothing";
  /** Which idle connection is given out first: the one that was given back longest ago (`"fifo"`, the default), or last. */
  readonly order?: "fifo" | "lifo";
}

/** The same, all said. */
export type PoolSettings = Required<PoolOptions>;

/** What a timer can wait for; longer times would be over at once. */
const LONGEST_WAIT = 2 ** 31 - 1;

const defaults: PoolSettings = {
  size: 5,
  overflow: 10,
  timeout: 30_000,
  recycle: Number.POSITIVE_INFINITY,
  prePing: false,
  resetOnReturn: "rollback",
  order: "fifo",
};

/** Milliseconds that a timer can wait for. @throws ArgumentError for what is no time */
export function checkedTimeout(name: string, milliseconds: number): number {
  if (typeof milliseconds === "number" && milliseconds >= 0) return Math.min(milliseconds, LONGEST_WAIT);
  throw new ArgumentError(`${name} is a time in milliseconds, at least 0; got ${milliseconds}.`);
}

function checkCount(name: string, value: number, least: number): void {
  if (value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= least)) return;
  throw new ArgumentError(`${name} is a number of connections, at least ${least}; got ${value}.`);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value))
    throw new ArgumentError(`${name} is one of ${choices.map((choice) => `'${choice}'`).join(", ")}; got '${value}'.`);
}

/** The options with what was left out. @throws ArgumentError for one whose value can't be meant, or that there is not */
export function poolSettings(options: PoolOptions): PoolSettings {
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(defaults, name));
  if (unknown.length > 0)
    throw new ArgumentError(`Unknown option '${unknown.join("', '")}' of pool; known: ${Object.keys(defaults).join(", ")}.`);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: PoolSettings = { ...defaults, ...given };
  checkCount("pool.size", settings.size, 1);
  checkCount("pool.overflow", settings.overflow, 0);
  checkedTimeout("pool.recycle", settings.recycle);
  checkChoice("pool.resetOnReturn", settings.resetOnReturn, ["rollback", "commit", "nothing"]);
  checkChoice("pool.order", settings.order, ["fifo", "lifo"]);
  return { ...settings, timeout: checkedTimeout("pool.timeout", settings.timeout) };
}
