import type { GoldenStep } from "../../golden/trace-step.js";

/**
 * The step on a database whose driver tells no last key: a key that nobody gave comes by RETURNING, and so is among the
 * returned defaults, where on SQLite it is told without.
 */
export function keyReturned(step: GoldenStep): GoldenStep {
  const { result, sent } = step;
  const key: unknown = result?.inserted_primary_key;
  const isTold = Array.isArray(key) && key.length === 1 && typeof key[0] === "number" && result?.returned_defaults === null;
  const given: unknown = result?.last_inserted_params;
  const isGiven = typeof given === "object" && given !== null && "id" in given;
  const isReturned = sent.some(({ sql = "" }) => /\bRETURNING\b/.test(sql));
  if (!isTold || isGiven || isReturned) return step;
  return { ...step, result: { ...result, returned_defaults: key, returned_defaults_rows: [key], keys: ["id"] } };
}
