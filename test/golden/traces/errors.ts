import { bindParam, deleteFrom, insert, integer, select, update, varchar } from "athanor";
import { untyped } from "../harness.js";
import { crew, port, sample } from "../schema.js";
import type { Traces } from "../trace.js";

const byKey = () => deleteFrom(crew).where(crew.c.id.eq(bindParam("k", integer())));

/** Wrong names, missing values, refused values, violated constraints. */
export const errorTraces: Traces = {
  "trace-error-unknown-column-params": async ({ run }) => {
    await run(insert(crew), { nope: 1 });
    await run(insert(crew), { nope: 1, name: "a" });
    await run(update(crew), { nope: 1 });
    await run(select(crew));
  },
  "trace-error-missing-bind": async ({ run }) => {
    await run(byKey());
    await run(byKey(), { other: 1 });
    await run(
      update(crew)
        .where(crew.c.id.eq(bindParam("k", integer())))
        .values({ name: bindParam("n", varchar()) }),
      [{ k: 1, n: "a" }, { k: 2 }],
    );
  },
  "trace-error-null-pk": async ({ run }) => {
    await run(insert(port), { code: null, title: "x" });
    await run(insert(port), { title: "y" });
    await run(insert(port), [{ code: "A" }, { code: null }]);
    await run(select(port));
  },
  "trace-error-integrity": async ({ run }) => {
    await run(insert(port), { code: "A" });
    await run(insert(port), { code: "A" });
    await run(insert(port), [{ code: "B" }, { code: "A" }]);
    await run(insert(port).returning(port.c.code), [{ code: "C" }, { code: "A" }]);
    await run(select(port.c.code));
  },
  // a tuple is a list here; a list of lists stays one
  "trace-error-params-shape": async ({ run }) => {
    await run(insert(crew), 5);
    await run(insert(crew), [5]);
    await run(insert(crew), [["a"]]);
    await run(insert(crew), ["a", "b"]);
    await run(insert(crew), [[{ name: "a" }]]);
  },
  "trace-error-type-processing": async ({ run }) => {
    await run(insert(sample), { made_on: "not a date" });
    await run(insert(sample), { flag: "maybe" });
    await run(insert(sample), { flag: 5 });
    await run(insert(sample), { level: 3 });
    await run(insert(sample), { ident: "no-uuid" });
    await run(insert(sample), { payload: new Set([1, 2]) });
  },
  "trace-error-not-executable": async ({ run }) => {
    await run(untyped("SELECT 1"));
    await run(crew);
    await run(crew.c.id);
    await run(crew.c.id.gt(3));
    await run(5);
  },
};
