import type { TransactionState } from "../../../driver.js";

/** What the server's letters mean that end each of its answers. */
export const transactionStates: Readonly<Record<string, TransactionState>> = { I: "none", T: "open", E: "failed" };
