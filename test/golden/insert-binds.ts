import { bindParam, deleteFrom, func, insert, integer, literal, select, update, varchar } from "athanor";
import { untyped } from "./harness.js";
import { crew, sample, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/insert-binds.json`. */
export const insertBinds = {
  "binds-named-bindparam": () => insert(crew).values({ name: bindParam("who", varchar()) }),
  "binds-named-bindparam-default": () => insert(crew).values({ name: bindParam("who", varchar(), { value: "fallback" }) }),
  "binds-named-bindparam-required-missing": () => insert(crew).values({ name: bindParam("who", varchar()) }),
  "binds-required-flag-false": () => insert(crew).values({ name: bindParam("who", varchar(), { required: false }) }),
  "binds-callable": () => insert(crew).values({ name: bindParam("who", varchar(), { callable: () => "made" }) }),
  "binds-unique": () =>
    insert(crew).values({
      name: bindParam("who", varchar(), { value: "a", unique: true }),
      email: bindParam("who", varchar(), { value: "b", unique: true }),
    }),
  "binds-type-from-column": () => insert(voyage).values({ departed: bindParam("when") }),
  "binds-explicit-type": () => insert(crew).values({ rating: untyped(bindParam("r", varchar())) }),
  "binds-literal": () => insert(crew).values({ name: literal("lit"), rating: literal(5) }),
  "binds-literal-typed": () => insert(crew).values({ name: literal("5", varchar()) }),
  "binds-in-expression": () => insert(crew).values({ rating: bindParam("base", integer()).add(10) }),
  "binds-collides-with-column-insert": () => insert(crew).values({ name: bindParam("name") }),
  "binds-collides-other-column-insert": () => insert(crew).values({ name: bindParam("rating"), rating: 5 }),
  "binds-collides-update-where": () =>
    update(crew)
      .values({ name: "a" })
      .where(crew.c.name.eq(bindParam("name"))),
  "binds-update-where-named": () =>
    update(crew)
      .where(crew.c.id.eq(bindParam("b_id")))
      .values({ name: bindParam("b_name") }),
  "binds-update-column-keys-and-where": () => update(crew).where(crew.c.id.eq(bindParam("target"))),
  "binds-update-anonymous-where": () => update(crew).values({ name: "n" }).where(crew.c.name.eq("m")).where(crew.c.rating.gt(3)),
  "binds-update-same-column-name-twice": () => update(crew).values({ rating: 4 }).where(crew.c.rating.eq(5)).where(crew.c.rating.ne(6)),
  "binds-params-override-update-values": () => update(crew).values({ name: "one" }).where(crew.c.id.eq(7)),
  "binds-params-extra-set": () => update(crew).values({ name: "one" }).where(crew.c.id.eq(7)),
  "binds-params-do-not-override-expr": () => insert(crew).values({ name: func.lower("A") }),
  "binds-params-by-key": () => insert(tag),
  "binds-params-unknown": () => insert(crew).values({ name: "a" }),
  "binds-delete-named": () => deleteFrom(crew).where(crew.c.id.eq(bindParam("gone"))),
  "binds-delete-params-method": () => deleteFrom(crew).where(crew.c.id.eq(bindParam("gone")).params({ gone: 9 })),
  "binds-same-name-non-unique-conflict": () =>
    deleteFrom(crew)
      .where(crew.c.id.eq(bindParam("id_1", integer(), { value: 3 })))
      .where(crew.c.id.ne(4)),
  "binds-two-same-name": () =>
    update(crew)
      .values({ name: bindParam("w") })
      .where(crew.c.email.eq(bindParam("w"))),
  "binds-odd-characters": () => deleteFrom(crew).where(crew.c.name.eq(bindParam("a.b c(d)%", varchar(), { value: "v" }))),
  "binds-leading-digit-underscore": () =>
    deleteFrom(crew)
      .where(crew.c.name.eq(bindParam("_x", varchar(), { value: "v" })))
      .where(crew.c.email.eq(bindParam("9y", varchar(), { value: "w" }))),
  "binds-literal-execute": () => deleteFrom(crew).where(crew.c.rating.eq(bindParam("r", integer(), { value: 4, literalExecute: true }))),
  "binds-positional-order-cte-where": () => {
    const old = select(voyage.c.captain_id).where(voyage.c.status.eq("sunk")).cte("old");
    return update(crew)
      .values({ name: "gone", rating: crew.c.rating.sub(1) })
      .where(crew.c.id.in(select(old.c.captain_id)))
      .where(crew.c.email.ne("keep"));
  },
  "binds-null-comparison": () => update(crew).values({ rating: null }).where(crew.c.email.eq(null)),
  "binds-boolean-values": () => insert(sample).values({ flag: true, small: 1 }),
};
