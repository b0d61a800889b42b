import { bindParam, insert, integer, select, update } from "athanor";
import { beacon, gadget, keycard, ledger, pulse, registry, sensor, ticket, voucher } from "../schema.js";
import type { Traces } from "../trace.js";

/** Defaults of the client and of the database, on INSERT. */
const inserted: Traces = {
  "trace-defaults-every-kind": async ({ run }) => {
    await run(insert(registry).values({ title: "deed" }));
    await run(select(registry));
  },
  "trace-defaults-every-kind-params": async ({ run }) => {
    await run(insert(registry), { title: "deed", kind: "given" });
    await run(select(registry));
  },
  "trace-defaults-context-many": async ({ run }) => {
    await run(insert(registry), [{ title: "a" }, { title: "b" }]);
    await run(select(registry.c.title, registry.c.summary, registry.c.token));
  },
  "trace-defaults-context-multi-values": async ({ run }) => {
    await run(insert(registry).values([{ title: "a" }, { title: "b", kind: "own" }]));
    await run(select(registry.c.title, registry.c.kind, registry.c.summary, registry.c.token, registry.c.mark));
  },
  "trace-defaults-explicit-none": async ({ run }) => {
    await run(insert(gadget), { label: "a", color: null });
    await run(select(gadget));
  },
  "trace-defaults-sql-pk": async ({ run }) => {
    await run(insert(ledger).values({ entry: "x" }));
    await run(select(ledger));
  },
  "trace-defaults-sql-pk-no-returning": {
    dialect: { insertReturning: false },
    steps: async ({ run }) => {
      await run(insert(ledger).values({ entry: "x" }));
      await run(insert(registry).values({ title: "r" }));
      await run(select(ledger));
    },
  },
  "trace-defaults-sql-pk-many": async ({ run }) => {
    await run(insert(ledger), [{ entry: "x" }]);
    await run(select(ledger));
  },
  "trace-defaults-callable-pk": async ({ run }) => {
    await run(insert(keycard).values({ holder: "h" }));
    await run(insert(beacon).values({ label: "l" }));
    await run(select(keycard));
  },
  "trace-defaults-server-pk": async ({ run }) => {
    await run(insert(voucher).values({ amount: 3 }));
    await run(select(voucher));
  },
  "trace-defaults-server-pk-no-returning": {
    dialect: { insertReturning: false },
    steps: async ({ run }) => {
      await run(insert(voucher).values({ amount: 3 }));
      await run(select(voucher));
    },
  },
  "trace-defaults-sequence-ignored": async ({ run }) => {
    await run(insert(ticket).values({ title: "t" }));
    await run(select(ticket));
  },
  "trace-defaults-identity": async ({ run }) => {
    await run(insert(sensor).values({ kind: "k" }));
    await run(select(sensor));
  },
  "trace-defaults-sentinel-single": async ({ run }) => {
    await run(insert(pulse).values({ code: "c", beat: 1 }));
    await run(insert(pulse), [
      { code: "d", beat: 2 },
      { code: "e", beat: 3 },
    ]);
    await run(select(pulse.c.code, pulse.c._sentinel));
  },
  "trace-multi-values-defaults": async ({ run }) => {
    await run(insert(gadget).values([{ label: "a" }, { label: "b" }]));
    await run(insert(beacon).values([{ label: "a" }, { label: "b" }]));
    await run(select(gadget));
    await run(select(beacon));
  },
};

const { c } = registry;

/** What an UPDATE sets by itself. */
const updated: Traces = {
  "trace-onupdate-every-kind": async ({ run }) => {
    await run(insert(registry).values({ title: "a" }));
    await run(update(registry).where(c.id.eq(1)).values({ title: "b" }));
    await run(select(c.title, c.revision, c.editor, c.touched, c.headline, c.etag));
  },
  "trace-onupdate-suppressed": async ({ run }) => {
    await run(insert(registry).values({ title: "a" }));
    await run(update(registry).values({ title: "b", editor: "me", touched: "t", revision: 7, headline: "h" }));
    await run(select(c.editor, c.touched, c.revision, c.headline));
  },
  "trace-onupdate-only": async ({ run }) => {
    await run(insert(registry).values({ title: "a" }));
    await run(update(registry).where(c.id.eq(1)).values({}));
    await run(update(registry).where(c.id.eq(bindParam("k", integer()))), { k: 1 });
    await run(select(c.revision, c.editor, c.touched, c.headline));
  },
  "trace-error-get-current-parameters": async ({ run }) => {
    await run(insert(registry).values({ title: "a" }));
    await run(update(registry).where(c.id.eq(1)).values({ kind: "z" }));
    await run(select(c.headline));
  },
};

export const defaultTraces: Traces = { ...inserted, ...updated };
