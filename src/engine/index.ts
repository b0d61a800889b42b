export type { Backend } from "./backends.js";
export type { Connection } from "./connection.js";
export type { EchoTarget } from "./echo.js";
export { createEngine, type Engine } from "./engine.js";
export type { EngineEvents, PhysicalEvent, StatementEvent } from "./events.js";
export type { ConnectionOptions, EngineOptions } from "./options.js";
export type { TransactionOptions } from "./retry.js";
export type { Transaction } from "./transaction.js";
