import { insert, literal, select, type Transaction } from "athanor";
import { crew, port } from "../schema.js";
import type { Traces } from "../trace.js";

/** Transactions, savepoints, and what ends them. */
export const transactionTraces: Traces = {
  "trace-tx-autobegin": async ({ connection, run, mark }) => {
    const conn = await connection();
    await run(insert(crew).values({ name: "a" }));
    await mark("commit", () => conn.commit());
    await mark("commit again without a transaction", () => conn.commit());
    await run(insert(crew).values({ name: "b" }));
    await mark("rollback", () => conn.rollback());
    await run(select(crew.c.name));
  },
  "trace-tx-begin-twice": async ({ connection, run, mark }) => {
    const conn = await connection();
    await run(select(literal(1)));
    await mark("begin", () => conn.begin());
    await mark("in_transaction", () => conn.inTransaction);
    await mark("rollback", () => conn.rollback());
    await mark("begin", () => conn.begin());
    await mark("begin", () => conn.begin());
  },
  "trace-tx-savepoint": async ({ connection, run, mark }) => {
    const conn = await connection();
    const savepoints: Transaction[] = [];
    await run(insert(crew).values({ name: "outer" }));
    await mark("begin_nested", async () => savepoints.push(await conn.beginNested()));
    await run(insert(crew).values({ name: "inner1" }));
    await mark("savepoint commit", () => savepoints[0]!.commit());
    await mark("begin_nested", async () => savepoints.push(await conn.beginNested()));
    await run(insert(crew).values({ name: "inner2" }));
    await mark("savepoint rollback", () => savepoints[1]!.rollback());
    await run(select(crew.c.name));
    await mark("commit", () => conn.commit());
  },
  "trace-tx-savepoint-nested": async ({ connection, run, mark }) => {
    const conn = await connection();
    const tx = await conn.begin();
    const savepoints: Transaction[] = [];
    await mark("begin_nested", async () => savepoints.push(await conn.beginNested()));
    await mark("begin_nested", async () => savepoints.push(await conn.beginNested()));
    await run(insert(crew).values({ name: "x" }));
    await mark("outer savepoint rollback", () => savepoints[0]!.rollback());
    await mark("inner savepoint commit", () => savepoints[1]!.commit());
    await run(select(crew.c.name));
    await mark("transaction commit", () => tx.commit());
  },
  "trace-tx-error-in-savepoint": async ({ connection, run, mark }) => {
    const conn = await connection();
    const savepoints: Transaction[] = [];
    await run(insert(port), { code: "A" });
    await mark("begin_nested", async () => savepoints.push(await conn.beginNested()));
    await run(insert(port), { code: "A" });
    await mark("savepoint rollback", () => savepoints[0]!.rollback());
    await run(insert(port), { code: "B" });
    await mark("commit", () => conn.commit());
    await run(select(port.c.code));
  },
  "trace-tx-engine-begin": async ({ engine, run, mark }) => {
    await mark("block", () => engine.begin((on) => run(insert(crew).values({ name: "a" }), undefined, { on })));
    await mark("block that raises", () =>
      engine.begin(async (on) => {
        await run(insert(crew).values({ name: "b" }), undefined, { on });
        throw new Error("stop");
      }),
    );
    await run(select(crew.c.name));
  },
  "trace-tx-close-rolls-back": async ({ engine, run, mark }) => {
    const other = await engine.connect();
    await run(insert(crew).values({ name: "a" }), undefined, { on: other });
    await mark("close", () => other.close());
    await run(select(crew.c.name));
  },
};
