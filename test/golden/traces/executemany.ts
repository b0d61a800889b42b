import { bindList, bindParam, deleteFrom, func, insert, integer, select, update, varchar } from "athanor";
import { beacon, crew, gadget, invoice, manifest, port, pulse, registry } from "../schema.js";
import type { Traces } from "../trace.js";

/** SQLAlchemy refuses what would be a statement for each set. */
const SET_BY_SET = { returningSetBySet: false } as const;

const named = (names: string) => [...names].map((name) => ({ name }));
const labelled = (labels: string) => [...labels].map((label) => ({ label }));
const k = () => bindParam("k", integer());
const n = () => bindParam("n", varchar());

/** Several sets of parameters without rows in return. */
const plain: Traces = {
  "trace-executemany-plain": async ({ run }) => {
    await run(
      insert(crew),
      [..."abc"].map((name, rating) => ({ name, rating })),
    );
    await run(select(crew));
  },
  "trace-executemany-key-subset": async ({ run }) => {
    await run(insert(crew), [{ name: "a" }, { name: "b", rating: 9 }]);
    await run(select(crew));
  },
  "trace-executemany-missing-key": async ({ run }) => {
    await run(insert(crew), [{ name: "a", rating: 1 }, { name: "b" }]);
    await run(select(crew));
  },
  "trace-executemany-defaults": async ({ run }) => {
    await run(insert(gadget), labelled("abc"));
    await run(select(gadget));
  },
  "trace-executemany-default-given-in-first": async ({ run }) => {
    await run(insert(gadget), [
      { label: "a", color: "x" },
      { label: "b", color: "y" },
    ]);
    await run(insert(gadget), [{ label: "c", color: "z" }, { label: "d" }]);
    await run(select(gadget));
  },
  "trace-executemany-values-merge": async ({ run }) => {
    await run(insert(crew).values({ email: "all@x" }), named("ab"));
    await run(select(crew));
  },
  "trace-executemany-empty-dicts": async ({ run }) => {
    await run(insert(crew), [{}, {}]);
    await run(insert(crew).returning(crew.c.id), [{}, {}]);
    await run(select(crew));
  },
  "trace-executemany-update": async ({ run }) => {
    await run(insert(crew), named("abc"));
    await run(update(crew).where(crew.c.id.eq(k())).values({ name: n() }), [
      { k: 1, n: "x" },
      { k: 3, n: "z" },
      { k: 99, n: "-" },
    ]);
    await run(select(crew.c.id, crew.c.name));
  },
  "trace-executemany-update-column-keys": async ({ run }) => {
    await run(insert(crew), named("ab"));
    await run(update(crew).where(crew.c.id.eq(k())), [
      { k: 1, rating: 5 },
      { k: 2, rating: 6 },
    ]);
    await run(select(crew.c.id, crew.c.rating));
  },
  "trace-executemany-update-onupdate": async ({ run }) => {
    const { id, title, revision, editor, touched, headline } = registry.c;
    await run(insert(registry), [{ title: "a" }, { title: "b" }]);
    await run(update(registry).where(id.eq(k())), [
      { k: 1, title: "aa" },
      { k: 2, title: "bb" },
    ]);
    await run(select(id, title, revision, editor, touched, headline));
  },
  "trace-executemany-delete": async ({ run }) => {
    await run(insert(crew), named("abc"));
    await run(deleteFrom(crew).where(crew.c.id.eq(k())), [{ k: 1 }, { k: 2 }]);
    await run(select(crew.c.id));
  },
  "trace-in-expanding-executemany": async ({ run }) => {
    await run(deleteFrom(crew).where(crew.c.id.in(bindList("ids", integer()))), [{ ids: [1] }, { ids: [2] }]);
  },
};

/** Several sets whose rows come back, in any order. */
const returning: Traces = {
  "trace-executemany-returning": async ({ run }) => {
    await run(insert(crew).returning(crew.c.id, crew.c.name), named("abc"));
  },
  "trace-executemany-returning-pages": async ({ run }) => {
    await run(insert(crew).returning(crew.c.id), named("abcde"));
  },
  "trace-executemany-returning-pages-option": async ({ run }) => {
    await run(insert(crew).returning(crew.c.id), named("abcde"), { options: { insertPageSize: 3 } });
  },
  "trace-executemany-returning-defaults": async ({ run }) => {
    await run(insert(gadget).returning(gadget), labelled("ab"));
  },
  "trace-executemany-returning-cte-bind": async ({ run }) => {
    const c = select(func.max(port.c.code).label("m")).where(port.c.country.eq("NO")).cte("c");
    await run(
      insert(crew)
        .values({ email: select(c.c.m).scalarSubquery() })
        .returning(crew.c.id),
      named("ab"),
    );
  },
  "trace-executemany-update-returning": {
    dialect: SET_BY_SET,
    steps: async ({ run }) => {
      await run(insert(crew), [{ name: "a" }]);
      await run(update(crew).where(crew.c.id.eq(k())).values({ name: n() }).returning(crew.c.id), [
        { k: 1, n: "x" },
        { k: 2, n: "y" },
      ]);
    },
  },
  "trace-executemany-delete-returning": {
    dialect: SET_BY_SET,
    steps: async ({ run }) => {
      await run(deleteFrom(crew).where(crew.c.id.eq(k())).returning(crew.c.id), [{ k: 1 }, { k: 2 }]);
    },
  },
  "trace-executemany-return-defaults": async ({ run }) => {
    await run(insert(invoice).returnDefaults(), [{ net: 10 }, { net: 20 }]);
  },
  "trace-error-multi-values-executemany-returning": {
    dialect: SET_BY_SET,
    steps: async ({ run }) => {
      await run(
        insert(crew)
          .values([{ name: "a" }, { name: "b" }])
          .returning(crew.c.id),
        [{}, {}],
      );
    },
  },
  "trace-error-from-select-executemany-returning": {
    dialect: SET_BY_SET,
    steps: async ({ run }) => {
      await run(insert(crew).fromSelect(["name"], select(port.c.title)).returning(crew.c.id), [{}, {}]);
    },
  },
  "trace-error-no-returning-support": {
    dialect: { insertReturning: false },
    steps: async ({ run }) => {
      await run(insert(crew).returning(crew.c.id), named("ab"));
      await run(insert(crew).returnDefaults(), named("ab"));
      await run(select(crew));
    },
  },
  "trace-error-no-insertmanyvalues": {
    dialect: { ...SET_BY_SET, insertManyReturning: false },
    steps: async ({ run }) => {
      await run(insert(crew).returning(crew.c.id), named("ab"));
    },
  },
};

/** Several sets whose rows come back in the order of the sets. */
const sorted: Traces = {
  "trace-executemany-sorted-autoincrement": async ({ run }) => {
    await run(insert(crew).returning(crew.c.id, crew.c.name).sortByParameterOrder(), named("abc"));
  },
  "trace-executemany-sorted-uuid": async ({ run }) => {
    await run(insert(beacon).returning(beacon.c.id, beacon.c.label).sortByParameterOrder(), labelled("cab"));
  },
  "trace-executemany-sorted-uuid-not-returned": async ({ run }) => {
    await run(insert(beacon).returning(beacon.c.label).sortByParameterOrder(), labelled("cab"));
  },
  "trace-executemany-sorted-composite": async ({ run }) => {
    await run(insert(manifest).returning(manifest.c.item).sortByParameterOrder(), [
      { voyage_id: 2, line_no: 1, item: "b" },
      { voyage_id: 1, line_no: 9, item: "a" },
    ]);
  },
  "trace-executemany-sorted-sentinel": async ({ run }) => {
    await run(insert(pulse).returning(pulse.c.code, pulse.c.beat).sortByParameterOrder(), [
      { code: "z", beat: 1 },
      { code: "a", beat: 2 },
    ]);
    await run(select(pulse));
    await run(select(pulse.c.code, pulse.c._sentinel));
  },
  "trace-executemany-sorted-pages": async ({ run }) => {
    await run(insert(beacon).returning(beacon.c.id, beacon.c.label).sortByParameterOrder(), labelled("edcba"));
  },
  "trace-executemany-sorted-explicit-string-pk": async ({ run }) => {
    await run(
      insert(port).returning(port.c.title).sortByParameterOrder(),
      [..."CAB"].map((code) => ({ code, title: code + code })),
    );
  },
  "trace-executemany-duplicate-sentinel": async ({ run }) => {
    await run(insert(port).returning(port.c.title).sortByParameterOrder(), [
      { code: "A", title: "x" },
      { code: "A", title: "y" },
    ]);
  },
  "trace-executemany-return-defaults-sorted": async ({ run }) => {
    await run(insert(invoice).returnDefaults().sortByParameterOrder(), [{ net: 10 }, { net: 20 }]);
  },
  "trace-executemany-return-defaults-uuid": async ({ run }) => {
    await run(insert(beacon).returnDefaults().sortByParameterOrder(), labelled("ab"));
  },
  "trace-return-defaults-supplemental-many": async ({ run }) => {
    await run(insert(invoice).returnDefaults(invoice.c.state).supplementalColumns(invoice.c.net).sortByParameterOrder(), [
      { net: 10 },
      { net: 20 },
    ]);
  },
};

export const executemanyTraces: Traces = { ...plain, ...returning, ...sorted };
