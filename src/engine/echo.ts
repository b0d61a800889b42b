import type { Events, StatementEvent } from "./events.js";

/** Where echo writes its lines. */
export type EchoTarget = (line: string) => void;

const MOST_SETS = 10;
const MOST_VALUES = 100;
const LONGEST_VALUE = 300;

function shownValue(value: unknown): string {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  const text = typeof value === "string" ? `'${value}'` : String(value);
  if (text.length <= LONGEST_VALUE) return text;
  const part = LONGEST_VALUE / 2;
  return `${text.slice(0, part)} ... (${text.length - LONGEST_VALUE} characters truncated) ... ${text.slice(-part)}`;
}

function shownSet(set: readonly unknown[]): string {
  if (set.length <= MOST_VALUES) return `[${set.map(shownValue).join(", ")}]`;
  const [first, last] = [set.slice(0, MOST_VALUES / 2), set.slice(-MOST_VALUES / 2)].map((part) => part.map(shownValue).join(", "));
  return `[${first} ... ${set.length - MOST_VALUES} parameters truncated ... ${last}]`;
}

function shownSets(event: StatementEvent): string {
  if (event.sets === null) return "[SQL parameters hidden due to hideParameters]";
  if (!event.executemany) return shownSet(event.sets[0] ?? []);
  const { sets } = event;
  if (sets.length <= MOST_SETS) return `[${sets.map(shownSet).join(", ")}]`;
  const first = sets
    .slice(0, MOST_SETS - 2)
    .map(shownSet)
    .join(", ");
  const last = sets.slice(-2).map(shownSet).join(", ");
  return `[${first}  ... displaying ${MOST_SETS} of ${sets.length} total bound parameter sets ...  ${last}]`;
}

function origin(event: StatementEvent): string {
  const seconds = `${event.compileTime.toFixed(5)}s`;
  if (event.cached === null) return `no key ${seconds}`;
  return event.cached ? `cached since ${seconds} ago` : `generated in ${seconds}`;
}

/** Writes what an engine does, line by line. */
export function echoTo(events: Events, write: EchoTarget): void {
  events.on("begin", ({ implicit }) => write(implicit ? "BEGIN (implicit)" : "BEGIN"));
  events.on("commit", () => write("COMMIT"));
  events.on("rollback", () => write("ROLLBACK"));
  events.on("savepoint", ({ name }) => write(`SAVEPOINT ${name}`));
  events.on("releaseSavepoint", ({ name }) => write(`RELEASE SAVEPOINT ${name}`));
  events.on("rollbackToSavepoint", ({ name }) => write(`ROLLBACK TO SAVEPOINT ${name}`));
  events.on("warning", ({ message }) => write(`[warning] ${message}`));
  events.on("statement", (event) => {
    write(event.sql);
    write(`[${origin(event)}] ${shownSets(event)}`);
  });
}
