import { expect } from "vitest";
import type { Answer } from "./compiled-answer.js";
import type { Build, GoldenAnswer } from "./golden-case.js";

/** What a deviation's check may look at. */
export interface Deviating {
  readonly build: Build;
  readonly facts: Readonly<Record<string, () => unknown>>;
  /** Builds and compiles anew. */
  answer(): Answer;
  /** What differs from the golden answer, with some of its fields replaced. */
  mismatches(patch?: Partial<GoldenAnswer> & { readonly construct_warnings?: undefined }): string[];
}

/** An answer that athanor does not give as SQLAlchemy does, on purpose. */
export interface Deviation {
  readonly subject: string;
  readonly id: string;
  /** Left out: all answers of the case. */
  readonly dialects?: readonly string[];
  readonly reason: string;
  /** Asserts what athanor does instead. */
  readonly check: (answer: Deviating) => void;
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** Instead: building or compiling the statement is refused. */
export function refuses(errorClass: ErrorClass, message: string): Deviation["check"] {
  return ({ build, answer }) => {
    let raised: unknown;
    try {
      build();
      const given = answer();
      raised = "raised" in given ? given.raised : undefined;
    } catch (error) {
      raised = error;
    }
    expect(raised).toBeInstanceOf(errorClass);
    expect(raised instanceof Error ? raised.message : raised).toBe(message);
  };
}

/** Instead: these fields of the answer; the others are as in the golden file. */
export function answers(patch: Partial<GoldenAnswer> & { readonly construct_warnings?: undefined }): Deviation["check"] {
  return ({ mismatches }) => expect(mismatches(patch).join("\n")).toBe("");
}
