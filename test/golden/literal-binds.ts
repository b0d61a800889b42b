import { binary, bindParam, deleteFrom, insert, integer, literal, select, text, tuple, update, values } from "athanor";
import { insert as mysqlInsert } from "athanor/mysql";
import { insert as postgresqlInsert } from "athanor/postgresql";
import { untyped } from "./harness.js";
import { crate, crew, gadget, manifest, port, sample } from "./schema.js";

/** The TypeScript of `cases/literal-binds.json`. */
export const literalBinds = {
  "lit-insert": () => insert(crew).values({ name: "O'Hara", rating: 5 }),
  "lit-insert-none": () => insert(crew).values({ name: null }),
  "lit-insert-percent-backslash": () => insert(crew).values({ name: "50% \\ off :x", email: "a%%b" }),
  "lit-insert-unicode": () => insert(sample).values({ uni: "fjørd ☃", body: "line\nbreak" }),
  "lit-insert-bool": () => insert(sample).values({ flag: true }),
  "lit-insert-date": () => insert(sample).values({ made_on: "2031-05-06", made_at: "2031-05-06T07:08:09.123456", alarm: "23:59:01" }),
  "lit-insert-datetime-no-micro": () => insert(sample).values({ made_at: "2031-05-06T07:08:09" }),
  "lit-insert-numeric": () => insert(sample).values({ price: "12.50", ratio: 0.25, big: 9007199254740993n }),
  "lit-insert-negative": () =>
    update(crew)
      .values({ rating: crew.c.rating.sub(-5) })
      .where(crew.c.rating.eq(-1)),
  "lit-insert-uuid": () => insert(sample).values({ ident: "12345678-1234-5678-1234-567812345678" }),
  "lit-insert-enum": () => insert(sample).values({ level: "mid" }),
  "lit-insert-json": () => insert(sample).values({ payload: { k: [1, null, "it's"] } }),
  "lit-insert-binary": () => insert(sample).values({ raw: Uint8Array.of(0, 255) }),
  "lit-insert-interval": () => insert(sample).values({ span: "P1DT5S" }),
  "lit-insert-array": () => insert(crate).values({ tags: ["a", "b'c"], nums: [1, 2] }),
  "lit-multi": () =>
    insert(crew).values([
      { name: "a", rating: 1 },
      { name: "b", rating: null },
    ]),
  "lit-update": () =>
    update(crew)
      .values({ name: "n", rating: crew.c.rating.add(2) })
      .where(crew.c.email.eq("e"), crew.c.id.in([1, 2])),
  "lit-delete-in-strings": () => deleteFrom(crew).where(crew.c.name.in(["a", "b'", "%"])),
  "lit-delete-empty-in": () => deleteFrom(crew).where(crew.c.id.in([])),
  "lit-delete-like": () => deleteFrom(crew).where(crew.c.name.contains("5%", { autoescape: true })),
  "lit-from-select": () => insert(crew).fromSelect(["name", "rating"], select(literal("x"), literal(3)).where(port.c.code.eq("A"))),
  "lit-named-missing": () => deleteFrom(crew).where(crew.c.id.eq(bindParam("k"))),
  "lit-named-default": () => deleteFrom(crew).where(crew.c.id.eq(bindParam("k", integer(), { value: 7 }))),
  "lit-client-default": () => insert(gadget).values({ label: "a" }),
  "lit-column-keys": () => insert(crew),
  "lit-unknown-type": () => deleteFrom(crew).where(crew.c.id.eq(untyped(literal(untyped({}), binary())))),
  "lit-tuple-in": () =>
    deleteFrom(manifest).where(
      tuple(manifest.c.voyage_id, manifest.c.item).in([
        [1, "a"],
        [2, "b"],
      ]),
    ),
  "lit-limit": () => select(crew.c.id).orderBy(crew.c.id).limit(3).offset(2),
  "lit-values": () => {
    const v = values("v", { a: integer(), b: text() }).data([
      { a: 1, b: "x" },
      { a: 2, b: "y'" },
    ]);
    return select(v.c.a, v.c.b);
  },
  "lit-values-literal-flag": () => {
    const v = values("v", { a: integer(), b: text() }, { literalBinds: true }).data([
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
    return select(v.c.a, v.c.b).where(v.c.a.gt(1));
  },
  "lit-on-conflict": () =>
    postgresqlInsert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "it" }, where: port.c.country.eq("NO") }),
  "lit-on-duplicate": () => mysqlInsert(port).values({ code: "A" }).onDuplicateKeyUpdate({ title: "it" }),
};
