import { afterAll, afterEach, beforeAll, describe, inject } from "vitest";
import type { BackendState, Target } from "../../servers/targets.js";
import { targets } from "../../servers/targets.js";
import { noteOutcome, type Outcome } from "./outcomes.js";
import { FaultPlace } from "./place.js";

/** Where a fault can be caused, and why not elsewhere. */
export interface Scope {
  readonly on: readonly Target["backend"][];
  readonly elsewhere: string;
  /** What must be there besides the backend; null where it is. */
  readonly lacks?: () => string | null;
}

/** Faults that need a server. */
export const onServers: Scope = { on: ["postgresql", "mariadb"], elsewhere: "there is no server" };
/** Faults of a file. */
export const onFiles: Scope = { on: ["sqlite"], elsewhere: "the files are the server's own" };
/** Faults that come everywhere. */
export const everywhere: Scope = { on: ["sqlite", "postgresql", "mariadb"], elsewhere: "" };

/** Why a fault is not caused on a target; undefined where it is. */
function reasonAgainst(target: Target, state: BackendState | undefined, { on, elsewhere, lacks }: Scope): string | undefined {
  if (!on.includes(target.backend)) return elsewhere;
  if (state === undefined || state.state === "absent") return `${target.backend} did not start: ${state?.reason ?? "not asked for"}`;
  return lacks?.() ?? undefined;
}

/** Causes a fault on each target, by tests each of which is one time; what became of them is in the table at the end of the run. */
export function fault(name: string, scope: Scope, tests: (place: FaultPlace) => void): void {
  const states = inject("backends");
  describe(name, () => {
    for (const target of targets) {
      const state = states[target.backend];
      const without = reasonAgainst(target, state, scope);
      describe.skipIf(without !== undefined)(target.name, () => {
        if (without !== undefined || state === undefined) return;
        const outcome: Outcome = { fault: name, target: target.name, caused: 0, survived: 0 };
        const place = new FaultPlace(target, state);
        beforeAll(() => place.make());
        afterEach(async ({ task }) => {
          outcome.caused += 1;
          if (task.result?.state !== "fail") outcome.survived += 1;
          await place.clear();
        });
        afterAll(async () => {
          noteOutcome(outcome);
          await place.remove();
        });
        tests(place);
      });
      if (without !== undefined) noteOutcome({ fault: name, target: target.name, caused: 0, survived: 0, without });
    }
  });
}
