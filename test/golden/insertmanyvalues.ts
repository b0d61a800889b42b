import { bindParam, func, insert, select } from "athanor";
import { insert as pgInsert } from "athanor/postgresql";
import { insert as sqliteInsert } from "athanor/sqlite";
import { untyped } from "./harness.js";
import {
  beacon,
  crew,
  dock,
  gadget,
  invoice,
  keycard,
  ledger,
  manifest,
  order,
  port,
  pulse,
  sample,
  sensor,
  ticket,
  voucher,
} from "./schema.js";

/** The TypeScript of `cases/insertmanyvalues.json`: what is executed with several rows. */
export const insertManyValues = {
  "imv-serial-plain": () => insert(crew),
  "imv-serial-returning": () => insert(crew).returning(crew.c.id),
  "imv-serial-sorted": () => insert(crew).returning(crew.c.id).sortByParameterOrder(),
  "imv-serial-return-defaults-sorted": () => insert(crew).returnDefaults().sortByParameterOrder(),
  "imv-identity-plain": () => insert(sensor),
  "imv-identity-returning": () => insert(sensor).returning(sensor.c.id),
  "imv-identity-sorted": () => insert(sensor).returning(sensor.c.id).sortByParameterOrder(),
  "imv-identity-return-defaults-sorted": () => insert(sensor).returnDefaults().sortByParameterOrder(),
  "imv-sequence-plain": () => insert(ticket),
  "imv-sequence-returning": () => insert(ticket).returning(ticket.c.id),
  "imv-sequence-sorted": () => insert(ticket).returning(ticket.c.id).sortByParameterOrder(),
  "imv-sequence-return-defaults-sorted": () => insert(ticket).returnDefaults().sortByParameterOrder(),
  "imv-uuid-plain": () => insert(beacon),
  "imv-uuid-returning": () => insert(beacon).returning(beacon.c.id),
  "imv-uuid-sorted": () => insert(beacon).returning(beacon.c.id).sortByParameterOrder(),
  "imv-uuid-return-defaults-sorted": () => insert(beacon).returnDefaults().sortByParameterOrder(),
  "imv-server-pk-plain": () => insert(voucher),
  "imv-server-pk-returning": () => insert(voucher).returning(voucher.c.code),
  "imv-server-pk-sorted": () => insert(voucher).returning(voucher.c.code).sortByParameterOrder(),
  "imv-server-pk-return-defaults-sorted": () => insert(voucher).returnDefaults().sortByParameterOrder(),
  "imv-client-string-pk-plain": () => insert(keycard),
  "imv-client-string-pk-returning": () => insert(keycard).returning(keycard.c.code),
  "imv-client-string-pk-sorted": () => insert(keycard).returning(keycard.c.code).sortByParameterOrder(),
  "imv-client-string-pk-return-defaults-sorted": () => insert(keycard).returnDefaults().sortByParameterOrder(),
  "imv-given-string-pk-plain": () => insert(port),
  "imv-given-string-pk-returning": () => insert(port).returning(port.c.code),
  "imv-given-string-pk-sorted": () => insert(port).returning(port.c.code).sortByParameterOrder(),
  "imv-given-string-pk-return-defaults-sorted": () => insert(port).returnDefaults().sortByParameterOrder(),
  "imv-composite-plain": () => insert(manifest),
  "imv-composite-returning": () => insert(manifest).returning(manifest.c.voyage_id),
  "imv-composite-sorted": () => insert(manifest).returning(manifest.c.voyage_id).sortByParameterOrder(),
  "imv-composite-return-defaults-sorted": () => insert(manifest).returnDefaults().sortByParameterOrder(),
  "imv-sql-default-pk-plain": () => insert(ledger),
  "imv-sql-default-pk-returning": () => insert(ledger).returning(ledger.c.num),
  "imv-sql-default-pk-sorted": () => insert(ledger).returning(ledger.c.num).sortByParameterOrder(),
  "imv-sql-default-pk-return-defaults-sorted": () => insert(ledger).returnDefaults().sortByParameterOrder(),
  "imv-sentinel-plain": () => insert(pulse),
  "imv-sentinel-returning": () => insert(pulse).returning(pulse.c.code),
  "imv-sentinel-sorted": () => insert(pulse).returning(pulse.c.code).sortByParameterOrder(),
  "imv-sentinel-return-defaults-sorted": () => insert(pulse).returnDefaults().sortByParameterOrder(),
  "imv-defaults-plain": () => insert(gadget),
  "imv-defaults-returning": () => insert(gadget).returning(gadget.c.id),
  "imv-defaults-sorted": () => insert(gadget).returning(gadget.c.id).sortByParameterOrder(),
  "imv-defaults-return-defaults-sorted": () => insert(gadget).returnDefaults().sortByParameterOrder(),
  "imv-schema-plain": () => insert(dock),
  "imv-schema-returning": () => insert(dock).returning(dock.c.id),
  "imv-schema-sorted": () => insert(dock).returning(dock.c.id).sortByParameterOrder(),
  "imv-schema-return-defaults-sorted": () => insert(dock).returnDefaults().sortByParameterOrder(),
  "imv-computed-plain": () => insert(invoice),
  "imv-computed-returning": () => insert(invoice).returning(invoice.c.id),
  "imv-computed-sorted": () => insert(invoice).returning(invoice.c.id).sortByParameterOrder(),
  "imv-computed-return-defaults-sorted": () => insert(invoice).returnDefaults().sortByParameterOrder(),
  "imv-pages": () => insert(crew).returning(crew.c.id, crew.c.name),
  "imv-pages-sorted": () => insert(crew).returning(crew.c.id, crew.c.name).sortByParameterOrder(),
  "imv-pages-exact": () => insert(beacon).returning(beacon.c.id).sortByParameterOrder(),
  "imv-all-columns-sorted": () => insert(crew).returning(crew).sortByParameterOrder(),
  "imv-typed-sorted": () => insert(sample).returning(sample.c.id).sortByParameterOrder(),
  "imv-expression-values": () =>
    insert(crew)
      .values({ email: func.lower("E@X") })
      .returning(crew.c.id),
  "imv-expression-values-sorted": () =>
    insert(crew)
      .values({ email: func.lower("E@X") })
      .returning(crew.c.id)
      .sortByParameterOrder(),
  "imv-named-bindparam": () =>
    insert(crew)
      .values({ name: func.upper(untyped(bindParam("nm"))) })
      .returning(crew.c.id)
      .sortByParameterOrder(),
  "imv-scalar-subquery": () =>
    insert(crew)
      .values({ rating: select(func.count(port.c.code)).where(port.c.country.eq("NO")).scalarSubquery() })
      .returning(crew.c.id),
  "imv-returning-bind": () => insert(crew).returning(crew.c.id, crew.c.rating.add(100)),
  "imv-cte-bind": () => {
    const c = select(func.max(port.c.code).label("m")).where(port.c.country.eq("NO")).cte("c");
    return insert(crew)
      .values({ email: select(c.c.m).scalarSubquery() })
      .returning(crew.c.id);
  },
  "imv-odd-names": () => insert(order).returning(order.c.id),
  "imv-odd-names-sorted": () => insert(order).returning(order.c.id).sortByParameterOrder(),
  "imv-empty-rows": () => insert(crew).returning(crew.c.id),
  "imv-empty-rows-sorted": () => insert(crew).returning(crew.c.id).sortByParameterOrder(),
  "imv-prefix": () => insert(crew).prefixWith("/* p */").returning(crew.c.id),
  "imv-mssql-hint": () => insert(crew).withHint("WITH (TABLOCK)", { dialect: "mssql" }).returning(crew.c.id).sortByParameterOrder(),
  "imv-pg-conflict-nothing": () => pgInsert(port).onConflictDoNothing().returning(port.c.code),
  "imv-pg-conflict-nothing-sorted": () => pgInsert(port).onConflictDoNothing().returning(port.c.code).sortByParameterOrder(),
  "imv-pg-conflict-update": () => {
    const st = pgInsert(port);
    return st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } }).returning(port.c.code);
  },
  "imv-pg-conflict-update-sorted": () => {
    const st = pgInsert(port);
    const updating = st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } });
    return updating.returning(port.c.code).sortByParameterOrder();
  },
  "imv-pg-conflict-update-serial-sorted": () => {
    const st = pgInsert(crew);
    const updating = st.onConflictDoUpdate({ indexElements: ["name"], set: { rating: st.excluded.rating } });
    return updating.returning(crew.c.id).sortByParameterOrder();
  },
  "imv-pg-conflict-update-bind": () =>
    pgInsert(port)
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: bindParam("nt") } })
      .returning(port.c.code),
  "imv-pg-conflict-update-literal": () =>
    pgInsert(port)
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "same" } })
      .returning(port.c.code),
  "imv-sqlite-conflict-nothing": () => sqliteInsert(port).onConflictDoNothing().returning(port.c.code),
  "imv-sqlite-conflict-nothing-sorted": () => sqliteInsert(port).onConflictDoNothing().returning(port.c.code).sortByParameterOrder(),
  "imv-sqlite-conflict-update": () => {
    const st = sqliteInsert(port);
    return st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } }).returning(port.c.code);
  },
  "imv-sqlite-conflict-update-sorted": () => {
    const st = sqliteInsert(port);
    const updating = st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } });
    return updating.returning(port.c.code).sortByParameterOrder();
  },
  "imv-sqlite-conflict-update-serial-sorted": () => {
    const st = sqliteInsert(crew);
    const updating = st.onConflictDoUpdate({ indexElements: ["name"], set: { rating: st.excluded.rating } });
    return updating.returning(crew.c.id).sortByParameterOrder();
  },
  "imv-sqlite-conflict-update-bind": () =>
    sqliteInsert(port)
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: bindParam("nt") } })
      .returning(port.c.code),
  "imv-sqlite-conflict-update-literal": () =>
    sqliteInsert(port)
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "same" } })
      .returning(port.c.code),
};
