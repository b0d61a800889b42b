import "./dialects/default/register.js";

export * from "./dml/index.js";
export { deleteFrom as delete } from "./dml/index.js";
export * from "./engine/index.js";
export * from "./errors/index.js";
export * from "./expression/index.js";
export * from "./schema/index.js";
export * from "./selectable/index.js";
export type { TypeLike } from "./sqltypes/index.js";
