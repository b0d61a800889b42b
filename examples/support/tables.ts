import { check, func, index, integer, json, MetaData, text, timestamp, unique, uuid, varchar } from "athanor";

export const metadata = new MetaData();

export const users = metadata.table("user_account", {
  id: integer().primaryKey(), // integer pk: autoincrement, optional on insert
  name: varchar(30).notNull(), // required on insert
  fullname: text(), // string | null, optional on insert
  role: text().notNull().default("member"), // client-side default: scalar, () => value, (ctx) => value, or SQL expression
  token: uuid()
    .notNull()
    .default(() => crypto.randomUUID()),
  createdAt: timestamp("created_at").notNull().serverDefault(func.now()), // key createdAt, column created_at
  updatedAt: timestamp("updated_at").onUpdate(func.now()),
  profile: json().$type<{ theme: string }>(),
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
  (c) => [unique(c.userId, c.email, { name: "uq_address" }), index("ix_email", c.email), check(c.email.like("%@%"))],
);

export type User = typeof users.$row; // { id: number; name: string; fullname: string | null; … }
export type NewUser = typeof users.$insert; // { name: string; id?: number; fullname?: string | null; … }
export type UserPatch = typeof users.$update;
