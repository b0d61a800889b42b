import type { Deviation } from "./deviation.js";

/** Every deliberate deviation from SQLAlchemy, with its reason. */
export const deviations: readonly Deviation[] = [];
