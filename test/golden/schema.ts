import {
  arrayOf,
  bigInteger,
  binary,
  boolean,
  column,
  date,
  enumOf,
  float,
  func,
  integer,
  interval,
  json,
  MetaData,
  numeric,
  Sequence,
  smallInteger,
  table,
  text,
  time,
  timestamp,
  unique,
  uuid,
  varchar,
} from "athanor";
import { jsonb } from "athanor/postgresql";

// The tables of cases/schema.py.txt, with its names: a small harbour. Each exists to exercise one family of column features.

/** What a context-aware default is given. */
interface Context {
  readonly currentParameters: Readonly<Record<string, unknown>>;
}

const counters = new Map<string, number>();

/** Lets the default functions count from 1 again. */
export function resetCounters(): void {
  counters.clear();
}

function tick(name: string): number {
  const next = (counters.get(name) ?? 0) + 1;
  counters.set(name, next);
  return next;
}

export function newUuid(): string {
  return `a0000000-0000-4000-8000-${tick("uuid").toString(16).padStart(12, "0")}`;
}

export function nextToken(): string {
  return `tok-${tick("token")}`;
}

export function nextCode(): string {
  return `code-${tick("code")}`;
}

export function nextRevision(): number {
  return 100 + tick("revision");
}

/** Reads other parameters of the same row; a missing one reads "None", as Python writes it. */
export function summarize({ currentParameters: row }: Context): string {
  return `${row.title ?? "None"}/${row.kind ?? "None"}`;
}

/** The same in an UPDATE. */
export function shoutTitle({ currentParameters: row }: Context): string {
  return String("title" in row ? (row.title ?? "None") : "?").toUpperCase();
}

export const metadata = new MetaData();

/** An autoincrement key, no defaults at all. */
export const crew = metadata.table("crew", {
  id: integer().primaryKey(),
  name: varchar(40),
  email: varchar(80),
  rating: integer(),
});

/** Foreign keys, a decimal, a timestamp. */
export const voyage = metadata.table("voyage", {
  id: integer().primaryKey(),
  captain_id: integer().references(() => crew.c.id),
  port_code: varchar(5).references(() => port.c.code),
  distance: numeric({ precision: 10, scale: 2 }),
  departed: timestamp({ mode: "string" }),
  status: varchar(20),
});

/** A key of two columns. */
export const manifest = metadata.table("manifest", {
  voyage_id: integer()
    .references(() => voyage.c.id)
    .primaryKey(),
  line_no: integer().primaryKey(),
  item: varchar(30),
  qty: integer(),
});

/** A text key without default. */
export const port = metadata.table(
  "port",
  {
    code: varchar(5).primaryKey(),
    title: varchar(60),
    country: varchar(2),
  },
  (c) => [unique(c.title, { name: "uq_port_title" })],
);

/** A uuid key made by the client. */
export const beacon = metadata.table("beacon", {
  id: uuid().primaryKey().default(newUuid),
  label: varchar(30),
  depth: float(),
});

export const sensor = metadata.table("sensor", {
  id: integer().identity({ start: 10, increment: 5 }).primaryKey(),
  kind: varchar(20),
  reading: integer(),
});

export const ticket = metadata.table("ticket", {
  id: integer().sequence(new Sequence("ticket_seq")).primaryKey(),
  title: varchar(40),
  priority: integer(),
});

/** A text key with a default in the server. */
export const voucher = metadata.table("voucher", {
  code: varchar(36).primaryKey().serverDefault("V-0"),
  amount: integer(),
});

/** A text key made by the client. */
export const keycard = metadata.table("keycard", {
  code: varchar(20).primaryKey().default(nextCode),
  holder: varchar(40),
});

/** A key whose default is a SQL expression. */
export const ledger = metadata.table("ledger", {
  num: integer().primaryKey().default(func.length("seven")),
  entry: varchar(40),
});

/** A computed column, and a default in the server. */
export const invoice = metadata.table("invoice", {
  id: integer().primaryKey(),
  net: integer(),
  tax: integer().computed("net / 5"),
  state: varchar(10).serverDefault("open"),
  note: varchar(40),
});

/** The two simplest defaults of the client. */
export const gadget = metadata.table("gadget", {
  id: integer().primaryKey(),
  label: varchar(30),
  color: varchar(10).default("red"),
  serial: varchar(20).default(nextToken),
});

/** Every kind of default and of onUpdate. */
export const registry = metadata.table("registry", {
  id: integer().primaryKey(),
  title: varchar(40),
  kind: varchar(10).default("manual"),
  token: varchar(20).default(nextToken),
  summary: varchar(60).default(summarize),
  mark: varchar(20).default(func.lower("CREATED")),
  origin: varchar(10).serverDefault("desk"),
  revision: integer().default(1).onUpdate(nextRevision),
  editor: varchar(20).onUpdate("robot"),
  touched: varchar(20).onUpdate(func.upper("changed")),
  headline: varchar(40).onUpdate(shoutTitle),
  etag: varchar(20).serverDefault("e0").serverOnUpdate(),
});

/** A schema of its own. */
export const dock = metadata.table("dock", { id: integer().primaryKey(), name: varchar(30), capacity: integer() }, () => [], {
  schema: "harbor",
});

/** Names that must be quoted, or that no placeholder may have. */
export const order = metadata.table("Order", {
  id: integer().primaryKey(),
  select: integer(),
  MixedCase: varchar(20),
  "with space": varchar(20),
  "per%cent": integer(),
  group: varchar(20),
  "a.b(c)": integer(),
});

/** Keys that are not the names. */
export const tag = metadata.table("tag", {
  id: integer("tag_id").primaryKey(),
  text: varchar("tag_text", 40),
  rank: integer("tag_rank").default(5),
});

/** Scalar types. */
export const sample = metadata.table("sample", {
  id: integer().primaryKey(),
  payload: json(),
  flag: boolean(),
  made_on: date(),
  made_at: timestamp({ mode: "string" }),
  alarm: time(),
  price: numeric({ precision: 10, scale: 2 }),
  ratio: float(),
  // as in Python, where strings are not validated unless it is said
  level: enumOf(["low", "mid", "high"], { name: "level_enum", validateStrings: false }),
  ident: uuid(),
  raw: binary(),
  span: interval(),
  big: bigInteger(),
  small: smallInteger(),
  body: text(),
  uni: varchar(20),
  payload_none: json(),
});

/**
 * Types that only PostgreSQL has.
 * @public for the subjects that are still to be ported
 */
export const crate = metadata.table("crate", {
  id: integer().primaryKey(),
  tags: arrayOf(varchar()),
  nums: arrayOf(integer()),
  doc: jsonb(),
});

/** A table that refers to itself. */
export const node = metadata.table("node", {
  id: integer().primaryKey(),
  parent_id: integer().references(() => node.c.id),
  name: varchar(30),
});

/** A sentinel column, since the key is made by the server and can't be sorted by. */
export const pulse = metadata.table("pulse", {
  code: varchar(36).primaryKey().serverDefault("P-0"),
  beat: integer(),
  _sentinel: integer().insertSentinel(),
});

/** A target for INSERT..SELECT whose key the client always gives. */
export const crewArchive = metadata.table("crew_archive", {
  id: integer().primaryKey().autoincrement(false),
  name: varchar(40),
  rating: integer(),
  reason: varchar(20).default("retired"),
});

/** Outside of any MetaData, and without types. */
export const buoy = table("buoy", { id: column(), name: column(), color: column() });
