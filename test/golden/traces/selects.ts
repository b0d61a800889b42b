import { deleteFrom, insert, literal, select, update, values, varchar } from "athanor";
import { crew, crewArchive, gadget, port } from "../schema.js";
import type { Traces } from "../trace.js";

const ratedPair = [
  { name: "a", rating: 1 },
  { name: "b", rating: 9 },
];
const ports = [
  { code: "A", title: "a" },
  { code: "B", title: "b" },
];

/** INSERT..SELECT, CTEs and VALUES. */
export const selectTraces: Traces = {
  "trace-from-select": async ({ run }) => {
    await run(
      insert(crew),
      [..."abc"].map((name, rating) => ({ name, rating })),
    );
    await run(
      insert(crewArchive).fromSelect(["id", "name", "rating"], select(crew.c.id, crew.c.name, crew.c.rating).where(crew.c.rating.gt(0))),
    );
    await run(select(crewArchive));
  },
  "trace-from-select-defaults": async ({ run }) => {
    await run(insert(port), ports);
    await run(insert(gadget).fromSelect(["label"], select(port.c.title).orderBy(port.c.title)));
    await run(select(gadget));
  },
  "trace-from-select-returning": async ({ run }) => {
    await run(insert(port), ports);
    await run(insert(crew).fromSelect(["name"], select(port.c.title).orderBy(port.c.code)).returning(crew.c.id, crew.c.name));
  },
  "trace-cte-select-into-insert": async ({ run }) => {
    await run(insert(crew), ratedPair);
    const high = select(crew.c.id, crew.c.name).where(crew.c.rating.gt(5)).cte("high");
    await run(insert(crewArchive).fromSelect(["id", "name"], select(high.c.id, high.c.name)), undefined, { touches: 1 });
    await run(select(crewArchive));
  },
  "trace-cte-update-delete": async ({ run }) => {
    await run(insert(crew), ratedPair);
    const low = select(crew.c.id).where(crew.c.rating.lt(5)).cte("low");
    await run(
      update(crew)
        .where(crew.c.id.in(select(low.c.id)))
        .values({ name: "low" }),
      undefined,
      { touches: 1 },
    );
    await run(deleteFrom(crew).where(crew.c.id.in(select(low.c.id))), undefined, { touches: 1 });
    await run(select(crew));
  },
  "trace-cte-recursive-insert": async ({ run }) => {
    const start = select(literal(1).label("n")).cte("nums", { recursive: true });
    const nums = start.unionAll(select(start.c.n.add(1)).where(start.c.n.lt(4)));
    await run(insert(crew).fromSelect(["rating"], select(nums.c.n)), undefined, { touches: 4 });
    await run(select(crew.c.id, crew.c.rating));
  },
  "trace-values-construct-insert": async ({ run }) => {
    const v = values("v", { c: varchar(), n: varchar() }).data([
      ["A", "a"],
      ["B", "b"],
    ]);
    await run(insert(port).fromSelect(["code", "title"], select(v.c.c, v.c.n)));
    await run(select(port));
  },
};
