export { type CapabilityOptions, defaultDialect } from "./dialect.js";
export { stringDialect } from "./string.js";
