import { test } from "vitest";
import { noteDifference } from "../../servers/tally.js";
import type { Target } from "../../servers/targets.js";

/** A test of what some backends can't do: for those it is left out, and the last lines of the run say why. */
export function testExcept(target: Target, reasons: Partial<Record<Target["backend"], string>>): typeof test | typeof test.skip {
  const reason = reasons[target.backend];
  if (reason === undefined) return test;
  noteDifference(target.name, reason);
  return test.skip;
}

/** A test of one backend's own way: elsewhere it is left out, and the last lines of the run say what it is about. */
export function testOnlyOn(target: Target, backend: Target["backend"], about: string): typeof test | typeof test.skip {
  if (target.backend === backend) return test;
  noteDifference(target.name, `${about} (${backend}'s own)`);
  return test.skip;
}

/** What is left out where the database has one connection only. */
export function withoutSecondConnection({
  target,
  alone,
}: {
  readonly target: Target;
  readonly alone: boolean;
}): Readonly<Record<string, string>> {
  return alone ? { [target.backend]: "two connections where there is one only" } : {};
}
