export { type CapabilityOptions, defaultDialect } from "./dialect.js";
export { type StringOptions, stringDialect } from "./string.js";
