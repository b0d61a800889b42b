import { deleteFrom, func, insert, integer, literal, select, update, values, varchar } from "athanor";
import { insert as insertOnConflict } from "athanor/postgresql";
import { crew, crewArchive, manifest, node, port, voyage } from "./schema.js";

/** The TypeScript of `cases/cte-dml.json`. */
export const cteDml = {
  "cte-insert-returning-select": () => {
    const created = insert(crew).values({ name: "a" }).returning(crew.c.id, crew.c.name).cte("new");
    return select(created.c.id, created.c.name);
  },
  "cte-update-returning-select": () => {
    const ch = update(crew).where(crew.c.rating.lt(3)).values({ rating: 3 }).returning(crew.c.id).cte("ch");
    return select(func.count(ch.c.id));
  },
  "cte-delete-returning-select": () => {
    const gone = deleteFrom(crew).where(crew.c.rating.eq(0)).returning(crew).cte("gone");
    return select(gone);
  },
  "cte-delete-then-insert": () => {
    const gone = deleteFrom(crew).where(crew.c.rating.eq(0)).returning(crew.c.id, crew.c.name, crew.c.rating).cte("gone");
    return insert(crewArchive).fromSelect(["id", "name", "rating"], select(gone.c.id, gone.c.name, gone.c.rating));
  },
  "cte-insert-feeds-update": () => {
    const created = insert(crew).values({ name: "a" }).returning(crew.c.id).cte("new");
    return update(voyage)
      .where(voyage.c.status.eq("open"))
      .values({ captain_id: select(created.c.id).scalarSubquery() });
  },
  "cte-chain-three": () => {
    const a = insert(port).values({ code: "AAA", title: "a" }).returning(port.c.code).cte("a");
    const b = insert(voyage).fromSelect(["port_code"], select(a.c.code)).returning(voyage.c.id).cte("b");
    return insert(manifest)
      .fromSelect(["voyage_id", "line_no"], select(b.c.id, literal(1)))
      .returning(manifest.c.line_no);
  },
  "cte-anonymous": () => {
    const created = insert(crew).values({ name: "a" }).returning(crew.c.id).cte();
    return select(created);
  },
  "cte-no-returning-select-one": () => {
    const up = update(crew).values({ rating: 1 }).cte("up");
    return select(literal(1).label("one")).addCte(up);
  },
  "cte-add-cte-to-insert": () => {
    const up = update(port).values({ country: "NO" }).cte("up");
    return insert(crew).values({ name: "a" }).addCte(up);
  },
  "cte-add-cte-to-update": () => {
    const de = deleteFrom(manifest).where(manifest.c.qty.eq(0)).cte("de");
    return update(crew).values({ rating: 2 }).addCte(de);
  },
  "cte-add-cte-to-delete": () => {
    const ins = insert(crewArchive).values({ id: 1 }).cte("ins");
    return deleteFrom(crew).where(crew.c.id.eq(1)).addCte(ins);
  },
  "cte-add-several": () => {
    const a = deleteFrom(manifest).where(manifest.c.qty.eq(0)).cte("a");
    const b = update(port).values({ country: "SE" }).cte("b");
    return select(literal(1)).addCte(a, b);
  },
  "cte-add-used-and-unused": () => {
    const used = select(crew.c.id).where(crew.c.rating.gt(1)).cte("used");
    const other = select(port.c.code).cte("other");
    return update(voyage)
      .where(voyage.c.captain_id.in(select(used.c.id)))
      .values({ status: "x" })
      .addCte(other);
  },
  "cte-select-into-insert-values": () => {
    const mx = select(func.max(crew.c.rating).label("m")).cte("mx");
    return insert(crew).values({ name: "a", rating: select(mx.c.m.add(1)).scalarSubquery() });
  },
  "cte-select-into-update-where": () => {
    const mx = select(func.max(crew.c.rating).label("m")).cte("mx");
    return update(crew)
      .where(crew.c.rating.eq(select(mx.c.m).scalarSubquery()))
      .values({ name: "best" });
  },
  "cte-recursive-select": () => {
    const roots = select(node.c.id, node.c.parent_id, literal(0).label("depth"))
      .where(node.c.parent_id.isNull())
      .cte("tree", { recursive: true });
    const kid = node.alias("kid");
    const tree = roots.unionAll(select(kid.c.id, kid.c.parent_id, roots.c.depth.add(1)).where(kid.c.parent_id.eq(roots.c.id)));
    return select(tree.c.id, tree.c.depth).orderBy(tree.c.depth);
  },
  "cte-recursive-feeds-insert": () => {
    const first = select(literal(1).label("n")).cte("nums", { recursive: true });
    const nums = first.unionAll(select(first.c.n.add(1)).where(first.c.n.lt(5)));
    return insert(crew).fromSelect(["rating"], select(nums.c.n));
  },
  "cte-recursive-feeds-delete": () => {
    const top = select(node.c.id).where(node.c.id.eq(7)).cte("sub", { recursive: true });
    const kid = node.alias("kid");
    const sub = top.union(select(kid.c.id).where(kid.c.parent_id.eq(top.c.id)));
    return deleteFrom(node).where(node.c.id.in(select(sub.c.id)));
  },
  "cte-nesting": () => {
    const inner = select(crew.c.id).where(crew.c.rating.gt(2)).cte("inner_c", { nesting: true });
    const outer = select(inner.c.id).cte("outer_c");
    return select(outer.c.id);
  },
  "cte-nesting-in-insert": () => {
    const inner = select(crew.c.id, crew.c.name).cte("inner_c", { nesting: true });
    const outer = select(inner.c.id, inner.c.name).cte("outer_c");
    return insert(crewArchive).fromSelect(["id", "name"], select(outer.c.id, outer.c.name), { includeDefaults: false });
  },
  "cte-add-cte-nest-here": () => {
    const a = select(crew.c.id).cte("a");
    const b = select(port.c.code).addCte(a, { nestHere: true }).cte("b");
    return select(b.c.code);
  },
  "cte-name-conflict": () => {
    const a = select(crew.c.id).cte("same");
    const b = select(port.c.code).cte("same");
    return select(a.c.id, b.c.code);
  },
  "cte-name-conflict-dml": () => {
    const a = deleteFrom(crew).returning(crew.c.id).cte("same");
    const b = deleteFrom(port).returning(port.c.code).cte("same");
    return select(a.c.id, b.c.code);
  },
  "cte-alias": () => {
    const c = select(crew.c.id, crew.c.rating).cte("c");
    const x = c.alias("x");
    const y = c.alias("y");
    return select(x.c.id, y.c.id).where(x.c.rating.eq(y.c.rating), x.c.id.ne(y.c.id));
  },
  "cte-same-twice": () => {
    const c = select(crew.c.id).cte("c");
    return update(voyage)
      .where(voyage.c.captain_id.in(select(c.c.id)), voyage.c.id.notIn(select(c.c.id)))
      .values({ status: "x" });
  },
  "cte-quoted-name": () => {
    const c = select(crew.c.id).cte("Top Crew");
    return select(c.c.id);
  },
  "cte-materialized": () => {
    const c = select(crew.c.id)
      .cte("c")
      .prefixWith("MATERIALIZED", { dialect: "postgresql" })
      .suffixWith("SEARCH DEPTH FIRST BY id SET ord", { dialect: "oracle" });
    return select(c.c.id);
  },
  "cte-values": () => {
    const v = values("v", { id: integer(), n: varchar() })
      .data([
        [1, "a"],
        [2, "b"],
      ])
      .cte("vc");
    return update(crew).where(crew.c.id.eq(v.c.id)).values({ name: v.c.n });
  },
  "cte-update-from-returning": () => {
    const u = update(voyage).where(voyage.c.captain_id.eq(crew.c.id)).values({ status: "s" }).returning(voyage.c.id, crew.c.name).cte("u");
    return select(u.c.id, u.c.name);
  },
  "cte-insert-column-keys-inside": () => {
    const created = insert(port).values({ code: "Z" }).returning(port.c.code).cte("new");
    return insert(crew).fromSelect(["name"], select(created.c.code));
  },
  "cte-insert-inner-and-outer-binds": () => {
    const created = insert(crew).values({ name: "inner" }).returning(crew.c.id).cte("new");
    return update(crew).where(crew.c.id.eq(created.c.id)).values({ name: "outer" });
  },
  "cte-on-conflict": () => {
    const created = insertOnConflict(port).values({ code: "Z" }).onConflictDoNothing().returning(port.c.code).cte("new");
    return select(created);
  },
  "cte-multi-values": () => {
    const created = insert(crew)
      .values([{ name: "a" }, { name: "b" }])
      .returning(crew.c.id)
      .cte("new");
    return select(created.c.id);
  },
  "cte-positional-insert": () => {
    const low = select(crew.c.name).where(crew.c.rating.lt(2)).cte("low");
    return insert(port).fromSelect(["code", "title"], select(low.c.name.$notNull(), literal("t")).where(low.c.name.ne("q")));
  },
  "cte-delete-using-returning": () => {
    const g = deleteFrom(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.rating.lt(0)).returning(voyage.c.id, crew.c.name).cte("g");
    return insert(crewArchive).fromSelect(["id", "name"], select(g.c.id, g.c.name), { includeDefaults: false });
  },
};
