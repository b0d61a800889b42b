import { func, insert, literal, select, update } from "athanor";
import { untyped } from "../harness.js";
import { crew, invoice, manifest, order, port, registry, tag } from "../schema.js";
import type { Traces } from "../trace.js";

/** One row, by `values()` and by parameters. */
export const insertTraces: Traces = {
  "trace-insert-values": async ({ run }) => {
    await run(insert(crew).values({ name: "a", rating: 1 }));
    await run(select(crew));
  },
  "trace-insert-params": async ({ run }) => {
    await run(insert(crew), { name: "a", email: "e" });
    await run(select(crew));
  },
  "trace-insert-params-override": async ({ run }) => {
    await run(insert(crew).values({ name: "a", rating: 1 }), { name: "b" });
    await run(select(crew));
  },
  "trace-insert-pk-given": async ({ run }) => {
    await run(insert(crew), { id: 40, name: "a" });
    await run(insert(crew), { name: "b" });
    await run(select(crew));
  },
  "trace-insert-pk-none": async ({ run }) => {
    await run(insert(crew), { id: null, name: "a" });
    await run(select(crew));
  },
  "trace-insert-one-element-list": async ({ run }) => {
    await run(insert(crew), [{ name: "a" }]);
    await run(select(crew));
  },
  "trace-insert-empty-list": async ({ run }) => {
    await run(insert(crew), []);
    await run(select(crew));
  },
  "trace-insert-empty-dict": async ({ run }) => {
    await run(insert(crew), {});
    await run(select(crew));
  },
  "trace-insert-default-values": async ({ run }) => {
    await run(insert(crew).values({}));
    await run(insert(invoice).values({}));
    await run(select(crew));
    await run(select(invoice));
  },
  "trace-insert-no-values-no-params": async ({ run }) => {
    await run(insert(crew));
    await run(select(crew));
  },
  "trace-insert-string-pk": async ({ run }) => {
    await run(insert(port), { code: "BGO", title: "Bergen" });
    await run(select(port));
  },
  "trace-insert-composite-pk": async ({ run }) => {
    await run(insert(manifest).values({ voyage_id: 1, line_no: 2, item: "x" }));
    await run(select(manifest));
  },
  "trace-insert-inline": async ({ run }) => {
    await run(insert(crew).values({ name: "a" }).inline());
    await run(insert(registry).values({ title: "r" }).inline());
    await run(select(registry));
  },
  "trace-insert-key-not-name": async ({ run }) => {
    await run(insert(tag), { text: "x" });
    await run(
      insert(tag).values(
        new Map<typeof tag.c.text | typeof tag.c.rank, unknown>([
          [tag.c.text, "y"],
          [tag.c.rank, 9],
        ]),
      ),
    );
    await run(select(tag));
  },
  "trace-insert-odd-names": async ({ run }) => {
    await run(insert(order), { "per%cent": 1, "with space": "s", "a.b(c)": 2, select: 3 });
    await run(select(order));
    await run(
      update(order)
        .values({ "per%cent": order.c["per%cent"].add(1) })
        .where(order.c["a.b(c)"].eq(2)),
    );
    await run(select(order.c["per%cent"]));
  },
  "trace-insert-sql-expression": async ({ run }) => {
    await run(insert(crew).values({ name: func.upper("abc"), rating: literal(2).mul(3) }));
    await run(select(crew));
  },
  "trace-insert-scalar-subquery": async ({ run }) => {
    await run(insert(port).values({ code: "A", title: "first" }));
    await run(insert(crew).values({ name: select(port.c.title).where(port.c.code.eq("A")).scalarSubquery() }));
    await run(select(crew.c.name));
  },
  "trace-multi-values": async ({ run }) => {
    await run(
      insert(crew).values([
        { name: "a", rating: 1 },
        { name: "b", rating: 2 },
      ]),
    );
    await run(select(crew));
  },
  "trace-multi-values-returning": async ({ run }) => {
    await run(
      insert(crew)
        .values([{ name: "a" }, { name: "b" }])
        .returning(crew.c.id, crew.c.name),
    );
  },
  "trace-multi-values-executemany": async ({ run }) => {
    await run(insert(crew).values([{ name: "a" }, { name: "b" }]), [{ rating: 1 }, { rating: 2 }]);
    await run(select(crew));
  },
  "trace-error-mixed-values": async ({ run }) => {
    await run(
      insert(crew)
        .values({ name: "a" })
        .values([{ name: "b" }]),
    );
    await run(
      insert(crew)
        .values([{ name: "a" }])
        .values({ name: "b" }),
    );
  },
  "trace-error-unknown-column-values": async ({ run }) => {
    await run(insert(crew).values(untyped({ nope: 1 })));
    await run(update(crew).values(untyped({ nope: 1 })));
  },
};
