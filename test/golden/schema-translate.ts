import { deleteFrom, func, insert, select, update } from "athanor";
import { insert as insertOnConflict } from "athanor/postgresql";
import { crew, dock, port, ticket } from "./schema.js";

/** The TypeScript of `cases/schema-translate.json`. */
export const schemaTranslate = {
  "xlate-insert": () => insert(dock).values({ name: "a" }),
  "xlate-insert-returning": () => insert(dock).values({ name: "a" }).returning(dock.c.id),
  "xlate-insert-none-key": () => insert(crew).values({ name: "a" }),
  "xlate-insert-both": () => insert(dock).fromSelect(["name"], select(crew.c.name)),
  "xlate-insert-multi": () => insert(dock).values([{ name: "a" }, { name: "b" }]),
  "xlate-update": () =>
    update(dock)
      .where(dock.c.id.eq(1))
      .values({ capacity: dock.c.capacity.add(1) }),
  "xlate-update-from": () => update(dock).where(dock.c.name.eq(port.c.code)).values({ name: port.c.title }),
  "xlate-update-subquery": () =>
    update(dock).values({ capacity: select(func.count(port.c.code)).where(port.c.title.eq(dock.c.name)).scalarSubquery() }),
  "xlate-delete": () => deleteFrom(dock).where(dock.c.id.eq(1)),
  "xlate-delete-using": () => deleteFrom(dock).where(dock.c.name.eq(port.c.code)),
  "xlate-to-none": () => update(dock).where(dock.c.id.eq(1)).values({ name: "x" }),
  "xlate-to-default-schema": () => update(dock).where(dock.c.id.eq(1)).values({ name: "x" }),
  "xlate-quoted": () => deleteFrom(dock).where(dock.c.id.eq(1)),
  "xlate-sequence": () => insert(ticket).values({ title: "a" }),
  "xlate-cte": () => {
    const g = deleteFrom(dock).returning(dock.c.name).cte("g");
    return insert(crew).fromSelect(["name"], select(g.c.name));
  },
  "xlate-on-conflict": () => {
    const statement = insertOnConflict(dock).values({ id: 1, name: "n" });
    return statement.onConflictDoUpdate({ indexElements: ["id"], set: { name: statement.excluded.name }, where: dock.c.capacity.gt(1) });
  },
  "xlate-select": () => {
    const d = dock.alias("d");
    return select(d.c.id, dock.c.name).where(d.c.id.gt(dock.c.id));
  },
  "xlate-unmapped": () => deleteFrom(dock),
};
