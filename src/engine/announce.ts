import type { Compiled } from "../compiler/compiled-statement.js";
import type { StatementEvent } from "./events.js";
import type { Session } from "./session/session.js";
import type { SetList } from "./slot-sets.js";
import { isWatched } from "./watched.js";
import { type WireContext, wireStatement } from "./wire.js";

/** Where a compiled form comes from, as listeners are told. */
export interface Origin {
  /** Whether it was found again; null for what is never kept. */
  readonly cached: boolean | null;
  /** Seconds: what compiling took, or how long ago it was. */
  readonly seconds: number;
}

/** When each form was made, as far as somebody listened. */
const births = new WeakMap<Compiled, number>();

/** The origin of a form that is now at hand. @param started when it was asked for, in milliseconds @param kept whether forms of this kind are */
export function originOf(compiled: Compiled, started: number, kept: boolean): Origin {
  const now = performance.now();
  const born = births.get(compiled);
  if (born !== undefined) return { cached: true, seconds: (now - born) / 1000 };
  if (kept) births.set(compiled, now);
  return { cached: kept ? false : null, seconds: (now - started) / 1000 };
}

/** What is about to be executed: one statement with its parameter sets. */
export interface Announced {
  readonly compiled: Compiled;
  /** The slot values of each set. */
  readonly sets: SetList;
  /** The number of the first set among all that were given. */
  readonly first: number;
  /** null where nobody listened while the statement was compiled. */
  readonly origin: Origin | null;
}

/** Tells those who listen that a statement is about to be executed: the statement itself, and not what becomes of it on the wire. Gives null where nobody does. */
export function announce(
  session: Session,
  { compiled, sets, first, origin }: Announced,
  executemany: boolean,
  context: WireContext,
): StatementEvent | null {
  if (!isWatched(session)) return null;
  const texts = Array.from(sets, (set, index) => wireStatement(compiled, set, executemany ? first + index : undefined, context));
  const event: StatementEvent = {
    sql: texts[0]?.sql ?? compiled.sql,
    sets: context.hideParameters ? null : texts.map((text) => text.wires),
    executemany,
    cached: origin?.cached ?? null,
    compileTime: origin?.seconds ?? 0,
  };
  session.events.emit("statement", event);
  return event;
}
