import {
  arrayOf,
  bigInteger,
  type Connection,
  enumOf,
  foreignKey,
  func,
  integer,
  json,
  MetaData,
  numeric,
  type Rows,
  type Statement,
  text,
  timestamp,
  unique,
  uuid,
} from "athanor";

const metadata = new MetaData();

/** Every flag once: key, NOT NULL, defaults of both kinds, a computed column, a reference to itself. */
export const users = metadata.table("user_account", {
  id: integer().primaryKey(),
  name: text().notNull(),
  fullname: text(),
  role: enumOf("admin", "member").notNull().default("member"),
  token: uuid()
    .notNull()
    .default(() => crypto.randomUUID()),
  createdAt: timestamp("created_at").notNull().serverDefault(func.now()),
  profile: json().$type<{ theme: string }>(),
  tags: arrayOf(text()),
  bossId: integer("boss_id").references(() => users.c.id),
  upperName: text().computed("upper(name)"),
});

export const addresses = metadata.table(
  "address",
  {
    id: integer().primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.c.id, { onDelete: "cascade" }),
    email: text("email_address").notNull(),
  },
  (c) => [unique(c.userId, c.email), foreignKey([c.userId], [users.c.id])],
);

/** Two tables that refer to each other. */
export const left = metadata.table("left", {
  id: integer().primaryKey(),
  rightId: integer().references(() => right.c.id),
});
export const right = metadata.table("right", {
  id: integer().primaryKey(),
  leftId: integer().references(() => left.c.id),
  price: numeric(),
  big: bigInteger(),
});

/** What executes: types only, nothing of it exists at run time. */
export declare const conn: Connection;
/** The row that a statement gives. */
export declare function rowOf<R>(statement: Statement<Rows<R, unknown>, never>): R;
/** The parameters that a statement asks for. */
export declare function parametersOf<P>(statement: Statement<unknown, P>): P;

export const int = integer();
export const str = text();

/** No parameters. */
export type None = Record<never, never>;
