export type { Backend } from "./backends.js";
export type { Connection, ConnectionOptions } from "./connection.js";
export type { EchoTarget } from "./echo.js";
export { createEngine, type Engine, type EngineOptions } from "./engine.js";
export type { EngineEvents, PhysicalEvent, StatementEvent } from "./events.js";
export type { Transaction } from "./transaction.js";
