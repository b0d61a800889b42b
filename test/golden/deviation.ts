import { expect } from "vitest";
import { type Answer, raisedBy } from "./compiled-answer.js";
import type { Build, GoldenAnswer } from "./golden-case.js";

/** Fields of the golden answer as athanor has them. */
export type Patch = Partial<GoldenAnswer> & {
  /** Facts with other values; undefined is one that athanor does not have. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** What a deviation's check may look at. */
export interface Deviating {
  readonly build: Build;
  readonly facts: Readonly<Record<string, () => unknown>>;
  /** The golden answer, where there is one. */
  readonly golden: GoldenAnswer | undefined;
  /** Builds and compiles anew. */
  answer(): Answer;
  /** What differs from the golden answer, with some of its fields replaced. */
  mismatches(patch?: Patch): string[];
}

/** Why an answer of SQLAlchemy cannot be right. */
export type Fault = "cannot run" | "fails by accident" | "loses a value" | "means something else";

/** An answer that athanor does not give as SQLAlchemy does, on purpose. */
export interface Deviation {
  readonly subject: string;
  readonly id: string;
  /** Left out: all answers of the case. */
  readonly dialects?: readonly string[];
  readonly reason: string;
  /** Set only where it can be shown, for answers that the files do not mark as defects; left out, athanor chose to deviate. */
  readonly fault?: Fault;
  /** Asserts what athanor does instead. */
  readonly check: (answer: Deviating) => void;
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** Instead: building or compiling the statement is refused. */
export function refuses(errorClass: ErrorClass, message: string): Deviation["check"] {
  return ({ build, answer }) => {
    const given = answer();
    const raised = raisedBy(build) ?? ("raised" in given ? given.raised : undefined);
    expect(raised).toBeInstanceOf(errorClass);
    expect(raised instanceof Error ? raised.message : raised).toBe(message);
  };
}

/** Instead: these fields of the answer; the others are as in the golden file. */
export function answers(patch: Patch): Deviation["check"] {
  return ({ mismatches }) => expect(mismatches(patch).join("\n")).toBe("");
}
