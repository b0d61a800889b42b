import { bindParam, deleteFrom, func, insert, integer, literal, merge, mergeAction, select, update, values, varchar } from "athanor";
import { insert as upsert } from "athanor/postgresql";
import { crew, dock, registry, tag } from "../golden/schema.js";

const started = merge(crew).using(tag, crew.c.id.eq(tag.c.id));
const rows = () =>
  values("rows", { id: integer(), name: varchar(40) }).data([
    { id: 1, name: "a" },
    { id: 2, name: "b" },
  ]);

/** Statements that SQLAlchemy lacks, so that no golden file has them. */
export const ownStatements: Readonly<Record<string, () => object>> = {
  "a clause that deletes": () => started.whenMatched().thenDelete(),
  "a clause that does nothing": () => started.whenMatched().doNothing(),
  "a clause about others": () => started.whenNotMatchedBySource().thenDelete(),
  "a criterion": () => started.whenMatched(tag.c.rank.gt(5)).thenDelete(),
  "several criteria": () => started.whenMatched(tag.c.rank.gt(5), crew.c.rating.eq(1)).thenDelete(),
  "values of an UPDATE": () => started.whenMatched().thenUpdate({ name: "x", rating: tag.c.rank.add(1) }),
  "values of an UPDATE by column": () => started.whenMatched().thenUpdate(new Map([[crew.c.rating, func.length("abc")]])),
  "other columns of an UPDATE": () => started.whenMatched().thenUpdate({ email: "x" }),
  "values of an INSERT": () => started.whenNotMatched().thenInsert({ id: tag.c.id, name: "x" }),
  "NULL in an INSERT": () => started.whenNotMatched().thenInsert({ id: tag.c.id, name: null }),
  "one column in two clauses": () =>
    started.whenMatched(tag.c.rank.gt(5)).thenUpdate({ name: "x" }).whenMatched().thenUpdate({ name: "y" }),
  "all clauses": () =>
    started
      .whenMatched(tag.c.rank.gt(bindParam("least", integer())))
      .thenDelete()
      .whenMatched()
      .thenUpdate({ rating: 5 })
      .whenNotMatched(tag.c.rank.isNotNull())
      .thenInsert({ name: tag.c.text })
      .whenNotMatched()
      .doNothing()
      .whenNotMatchedBySource()
      .thenUpdate({ rating: null })
      .returning(mergeAction(), crew.c.id, tag.c.id),
  "defaults of an UPDATE": () => merge(registry).using(tag, registry.c.id.eq(tag.c.id)).whenMatched().thenUpdate({ title: "x" }),
  "a default that is refused": () => merge(registry).using(tag, registry.c.id.eq(tag.c.id)).whenNotMatched().thenInsert({ title: "x" }),
  "an alias as the target": () => {
    const target = dock.alias("target");
    return merge(target).using(tag, target.c.id.eq(tag.c.id)).whenMatched().thenDelete().returning({ gone: target });
  },
  "rows as the source": () => {
    const source = rows();
    return merge(crew)
      .using(source, crew.c.id.eq(source.c.id))
      .whenNotMatched()
      .thenInsert((columns) => columns);
  },
  "a subquery as the source": () => {
    const source = select(tag.c.id, tag.c.text).where(tag.c.rank.eq(4)).subquery();
    return merge(crew).using(source, crew.c.id.eq(source.c.id)).whenMatched().thenUpdate({ name: source.c.text });
  },
  "a CTE as the source": () => {
    const source = rows().cte("named");
    return merge(crew).using(source, crew.c.id.eq(source.c.id)).whenMatched().thenUpdate({ name: source.c.name });
  },
  "a MERGE in a CTE": () => {
    const gone = started.whenMatched().thenDelete().returning(mergeAction(), crew.c.name).cte("gone");
    return select(gone.c.action, gone.c.name);
  },
  "a carried CTE": () =>
    started
      .whenMatched()
      .thenDelete()
      .addCte(select(literal(1).label("one")).cte("extra")),
  "the row before an UPDATE": () => {
    const statement = update(crew).values({ name: "x" });
    return statement.returning(statement.old.c.name);
  },
  "the row after an UPDATE": () => {
    const statement = update(crew).values({ name: "x" });
    return statement.returning(statement.new.c.name);
  },
  "the rows before and after an upsert": () => {
    const statement = upsert(crew).values({ id: 1, name: "x" });
    return statement
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: statement.excluded.name } })
      .returning({ before: statement.old, after: statement.new });
  },
  "the row before a DELETE": () => {
    const statement = deleteFrom(crew);
    return statement.returning(statement.old.c.id, statement.new.c.id);
  },
  "the row of another table": () => insert(crew).values({ name: "x" }).returning(insert(dock).new.c.id),
};
