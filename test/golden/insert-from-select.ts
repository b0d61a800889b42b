import { exists, func, insert, integer, literal, not, select, sql, values, varchar } from "athanor";
import { beacon, crew, crewArchive, gadget, invoice, ledger, port, registry, sensor, tag, ticket, voyage } from "./schema.js";

/** The TypeScript of `cases/insert-from-select.json`. */
export const insertFromSelect = {
  "from-select-basic": () =>
    insert(crewArchive).fromSelect(["id", "name", "rating", "reason"], select(crew.c.id, crew.c.name, crew.c.rating, crew.c.email)),
  "from-select-column-objects": () =>
    insert(crewArchive).fromSelect(
      [crewArchive.c.id, crewArchive.c.name, crewArchive.c.reason],
      select(crew.c.id, crew.c.name, literal("x")),
    ),
  "from-select-name-order": () => insert(crewArchive).fromSelect(["name", "reason", "id"], select(crew.c.name, crew.c.email, crew.c.id)),
  "from-select-where-binds": () =>
    insert(crewArchive).fromSelect(
      ["id", "name", "rating", "reason"],
      select(crew.c.id, crew.c.name, crew.c.rating, crew.c.email).where(crew.c.rating.gt(3), crew.c.name.like("A%")),
    ),
  "from-select-scalar-default": () => insert(crewArchive).fromSelect(["id", "name"], select(crew.c.id, crew.c.name)),
  "from-select-scalar-default-off": () =>
    insert(crewArchive).fromSelect(["id", "name"], select(crew.c.id, crew.c.name), { includeDefaults: false }),
  "from-select-callable-default": () => insert(gadget).fromSelect(["label"], select(port.c.title)),
  "from-select-callable-default-off": () => insert(gadget).fromSelect(["label"], select(port.c.title), { includeDefaults: false }),
  "from-select-sql-default": () => insert(ledger).fromSelect(["entry"], select(port.c.title)),
  "from-select-every-default": () => insert(registry).fromSelect(["title"], select(port.c.title)),
  "from-select-sequence": () => insert(ticket).fromSelect(["title"], select(port.c.title)),
  "from-select-sequence-off": () => insert(ticket).fromSelect(["title"], select(port.c.title), { includeDefaults: false }),
  "from-select-identity": () => insert(sensor).fromSelect(["kind"], select(port.c.code)),
  "from-select-uuid-default": () => insert(beacon).fromSelect(["label"], select(port.c.title)),
  "from-select-union": () => insert(crew).fromSelect(["name"], select(port.c.title).union(select(voyage.c.status))),
  "from-select-union-with-default": () => insert(gadget).fromSelect(["label"], select(port.c.title).unionAll(select(voyage.c.status))),
  "from-select-union-subquery-default": () => {
    const u = select(port.c.title).unionAll(select(voyage.c.status)).subquery("u");
    return insert(gadget).fromSelect(["label"], select(u.c.title));
  },
  "from-select-cte": () => {
    const strong = select(crew.c.id, crew.c.name).where(crew.c.rating.gt(7)).cte("strong");
    return insert(crewArchive).fromSelect(["id", "name"], select(strong.c.id, strong.c.name), { includeDefaults: false });
  },
  "from-select-cte-on-insert": () => {
    const strong = select(crew.c.id, crew.c.name).where(crew.c.rating.gt(7)).cte("strong");
    return insert(crewArchive).fromSelect(["id", "name"], select(strong), { includeDefaults: false }).addCte(strong);
  },
  "from-select-returning": () => insert(crew).fromSelect(["name"], select(port.c.title)).returning(crew.c.id, crew.c.name),
  "from-select-return-defaults": () => insert(crew).fromSelect(["name"], select(port.c.title)).returnDefaults(),
  "from-select-prefix": () => insert(crew).prefixWith("/* bulk */").fromSelect(["name"], select(port.c.title)),
  "from-select-text": () => insert(crew).fromSelect(["name"], sql.text("SELECT title FROM port").columns({ title: varchar() })),
  "from-select-table-valued-subselect": () => {
    const sq = select(voyage.c.status, func.count().label("n")).groupBy(voyage.c.status).subquery();
    return insert(crew).fromSelect(["name", "rating"], select(sq.c.status, sq.c.n));
  },
  "from-select-limit": () => insert(crew).fromSelect(["name"], select(port.c.title).orderBy(port.c.title).limit(3)),
  "from-select-values-construct": () => {
    const v = values("v", { n: varchar(), r: integer() }).data([
      ["a", 1],
      ["b", 2],
    ]);
    return insert(crew).fromSelect(["name", "rating"], select(v.c.n, v.c.r));
  },
  "from-select-self": () => insert(crew).fromSelect(["name", "rating"], select(crew.c.name, crew.c.rating.add(1)).where(crew.c.id.lt(5))),
  "from-select-key-not-name": () => insert(tag).fromSelect(["text"], select(port.c.title)),
  "from-select-join": () =>
    insert(crew).fromSelect(
      ["name", "email"],
      select(crew.c.name, voyage.c.status).selectFrom(crew.join(voyage, voyage.c.captain_id.eq(crew.c.id))),
    ),
  "from-select-exists-guard": () =>
    insert(port).fromSelect(["code", "title"], select(literal("OSL"), literal("Oslo")).where(not(exists().where(port.c.code.eq("OSL"))))),
  "from-select-column-keys": () => insert(crew).fromSelect(["name"], select(port.c.title)),
  "from-select-computed": () => insert(invoice).fromSelect(["net"], select(crew.c.rating)),
};
