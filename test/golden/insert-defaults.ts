import { bindParam, insert, update } from "athanor";
import { insert as postgresqlInsert } from "athanor/postgresql";
import { beacon, gadget, keycard, ledger, pulse, registry, tag, ticket, voucher } from "./schema.js";

/** The TypeScript of `cases/insert-defaults.json`. */
export const insertDefaults = {
  "defaults-client-scalar-callable": () => insert(gadget).values({ label: "pump" }),
  "defaults-client-given": () => insert(gadget).values({ label: "pump", color: "blue", serial: "s1" }),
  "defaults-client-explicit-none": () => insert(gadget).values({ label: "pump", color: null }),
  "defaults-client-no-values": () => insert(gadget),
  "defaults-client-column-keys": () => insert(gadget),
  "defaults-client-executemany": () => insert(gadget),
  "defaults-client-inline": () => insert(gadget).values({ label: "pump" }).inline(),
  "defaults-every-kind": () => insert(registry).values({ title: "deed" }),
  "defaults-every-kind-inline": () => insert(registry).values({ title: "deed" }).inline(),
  "defaults-every-kind-executemany": () => insert(registry),
  "defaults-every-kind-no-returning": () => insert(registry).values({ title: "deed" }),
  "defaults-empty-insert": () => insert(gadget),
  "defaults-sql-pk": () => insert(ledger).values({ entry: "rent" }),
  "defaults-sql-pk-inline": () => insert(ledger).values({ entry: "rent" }).inline(),
  "defaults-sql-pk-executemany": () => insert(ledger),
  "defaults-sql-pk-no-returning": () => insert(ledger).values({ entry: "rent" }),
  "defaults-callable-pk": () => insert(keycard).values({ holder: "h" }),
  "defaults-callable-pk-given": () => insert(keycard).values({ code: "K9", holder: "h" }),
  "defaults-uuid-executemany": () => insert(beacon),
  "defaults-multi-values": () => insert(gadget).values([{ label: "a" }, { label: "b" }]),
  "defaults-multi-values-partial": () =>
    insert(gadget).values([
      { label: "a", color: "x" },
      { label: "b", color: "y" },
    ]),
  "defaults-multi-values-sql": () => insert(registry).values([{ title: "a" }, { title: "b" }]),
  "defaults-multi-values-sequence": () => insert(ticket).values([{ title: "a" }, { title: "b" }]),
  "defaults-server-default-pk-empty": () => insert(voucher),
  "defaults-sentinel-column": () => insert(pulse).values({ beat: 3 }),
  "defaults-sentinel-column-executemany": () => insert(pulse),
  "defaults-update-onupdate-every-kind": () => update(registry).values({ title: "new" }).where(registry.c.id.eq(1)),
  "defaults-update-onupdate-no-returning": () => update(registry).values({ title: "new" }).where(registry.c.id.eq(1)),
  "defaults-update-onupdate-overridden": () =>
    update(registry).values({ title: "n", revision: 5, editor: "me", touched: "t", headline: "h" }),
  "defaults-update-onupdate-column-keys": () => update(registry),
  "defaults-update-onupdate-inline": () => update(registry).values({ title: "n" }).inline(),
  "defaults-update-onupdate-executemany": () => update(registry).where(registry.c.id.eq(bindParam("rid"))),
  "defaults-key-not-name": () => insert(tag).values({ text: "x" }),
  "defaults-on-conflict-ignores-onupdate": () =>
    postgresqlInsert(registry)
      .values({ id: 1, title: "t" })
      .onConflictDoUpdate({ indexElements: ["id"], set: ({ title }) => ({ title }) }),
};
