import { deleteFrom, insert, json, select, sql, update } from "athanor";
import { crew, invoice, port, registry, sample } from "../schema.js";
import type { Traces } from "../trace.js";

const rated = () => [..."abc"].map((name, rating) => ({ name, rating }));

/** RETURNING and `returnDefaults()` of one execution, and the values that come back. */
export const returningTraces: Traces = {
  "trace-returning-one": async ({ run }) => {
    await run(insert(crew).values({ name: "a" }).returning(crew.c.id, crew.c.name, crew.c.id.mul(10).label("ten")));
  },
  "trace-returning-hides-inserted-pk": async ({ run }) => {
    await run(insert(invoice).values({ net: 10 }).returning(invoice.c.tax));
  },
  "trace-return-defaults-one": async ({ run }) => {
    await run(insert(invoice).values({ net: 10 }).returnDefaults());
    await run(insert(invoice).values({ net: 10 }).returnDefaults(invoice.c.state));
  },
  "trace-return-defaults-supplemental": async ({ run }) => {
    await run(
      insert(invoice).values({ net: 10, note: "n" }).returnDefaults(invoice.c.state).supplementalColumns(invoice.c.note, invoice.c.net),
    );
  },
  "trace-return-defaults-update": async ({ run }) => {
    await run(insert(registry).values({ title: "a" }));
    await run(update(registry).where(registry.c.id.eq(1)).values({ title: "b" }).returnDefaults());
    await run(update(registry).where(registry.c.id.eq(77)).values({ title: "b" }).returnDefaults());
  },
  "trace-update-returning": async ({ run }) => {
    await run(insert(crew), rated());
    await run(
      update(crew)
        .where(crew.c.rating.gt(0))
        .values({ rating: crew.c.rating.mul(10) })
        .returning(crew.c.id, crew.c.rating),
    );
  },
  "trace-delete-returning": async ({ run }) => {
    await run(insert(crew), rated());
    await run(deleteFrom(crew).where(crew.c.rating.gt(0)).returning(crew.c.id, crew.c.name));
    await run(select(crew));
  },
  "trace-returning-typed": async ({ run }) => {
    await run(
      insert(sample)
        .values({
          payload: { k: [1] },
          flag: true,
          made_on: "2030-01-02",
          made_at: "2030-01-02T03:04:05",
          alarm: "06:07:00",
          price: "9.90",
          ratio: 0.5,
          level: "mid",
          ident: "00000000-0000-0000-0000-000000000007",
          raw: new Uint8Array([1]),
          span: "PT3M",
        })
        .returning(sample),
    );
  },
  "trace-json-null-kinds": async ({ run }) => {
    await run(insert(sample), { payload: null, payload_none: null });
    await run(insert(sample).values({ payload: sql.null, payload_none: sql.null }));
    await run(insert(sample), { payload: json.null, payload_none: json.null });
    await run(select(sample.c.id, sample.c.payload, sample.c.payload_none));
    await run(sql.text("SELECT id, payload, payload_none FROM sample ORDER BY id"));
  },
  "trace-error-returning-return-defaults": async ({ run }) => {
    await run(insert(crew).values({ name: "a" }).returning(crew.c.id).returnDefaults());
  },
  "trace-error-sorted-from-select": async ({ run }) => {
    await run(insert(crew).fromSelect(["name"], select(port.c.title)).returning(crew.c.id).sortByParameterOrder());
  },
};
