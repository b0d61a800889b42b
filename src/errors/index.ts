export * from "./errors.js";
export * from "./statement-errors.js";
