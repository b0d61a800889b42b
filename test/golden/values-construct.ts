import {
  boolean,
  column,
  date,
  deleteFrom,
  exists,
  func,
  insert,
  integer,
  literal,
  not,
  select,
  unionAll,
  update,
  uuid,
  values,
  varchar,
} from "athanor";
import { untyped } from "./harness.js";
import { crew, port } from "./schema.js";

const two = () =>
  values("v", { id: integer(), name: varchar() }).data([
    [1, "a"],
    [2, "b"],
  ]);

/** The TypeScript of `cases/values-construct.json`. */
export const valuesConstruct = {
  "vals-select": () => {
    const v = two();
    return select(v.c.id, v.c.name);
  },
  "vals-select-all": () => select(two()),
  "vals-anonymous": () => select(values({ id: integer(), name: varchar() }).data([[1, "a"]])),
  "vals-alias": () => {
    const w = two().alias("w");
    return select(w.c.id);
  },
  "vals-data-twice": () => select(two().data([[3, "c"]])),
  "vals-literal-binds": () =>
    select(
      values("v", { id: integer(), name: varchar().nullable() }, { literalBinds: true }).data([
        [1, "o'n"],
        [2, null],
      ]),
    ),
  // of two columns Python asks that of a table first
  "vals-join": () => {
    const v = two();
    return select(crew.c.name, v.c.name).selectFrom(crew.join(v, crew.c.id.eq(v.c.id)));
  },
  "vals-insert-from": () => insert(crew).fromSelect(["id", "name"], select(two())),
  "vals-update-from": () => {
    const v = two();
    return update(crew).where(crew.c.id.eq(v.c.id)).values({ name: v.c.name });
  },
  "vals-delete-using": () => {
    const v = two();
    return deleteFrom(crew).where(crew.c.id.eq(v.c.id));
  },
  "vals-in-subquery": () => {
    const v = two();
    return deleteFrom(crew).where(crew.c.id.in(select(v.c.id)));
  },
  "vals-cte": () => {
    const c = two().cte("vc");
    return select(c.c.id, c.c.name);
  },
  "vals-lateral": () => select(crew.c.id, two().lateral().c.name),
  "vals-scalar": () =>
    update(crew).values({
      rating: values({ n: integer() })
        .data([[5]])
        .scalarValues(),
    }),
  "vals-union": () => {
    const v = two();
    return unionAll(select(v.c.id), select(crew.c.id));
  },
  "vals-expressions": () =>
    select(
      values("v", { id: integer(), n: integer().nullable() }).data([
        [1, func.abs(-1)],
        [literal(2), null],
      ]),
    ),
  "vals-types": () =>
    select(values("v", { d: date(), u: uuid(), f: boolean() }).data([["2030-01-01", "00000000-0000-0000-0000-000000000001", true]])),
  "vals-untyped": () => select(values("v", { a: column(), b: column() }).data([[1, "x"]])),
  "vals-quoted": () => select(values("My V", { Id: integer(), "the name": varchar() }).data([[1, "x"]])),
  "vals-column-keys-mismatch": () => select(values("v", { a: integer(), b: integer() }).data([untyped([1])])),
  "vals-empty": () => select(values("v", { a: integer() }).data([])),
  "vals-exists": () => {
    const v = two();
    return insert(port).fromSelect(["code", "title"], select(v.c.name, v.c.name).where(not(exists().where(port.c.code.eq(v.c.name)))));
  },
};
