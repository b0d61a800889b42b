import type { Outcome } from "./outcomes.js";

/** The outcomes of one fault on one target, added up. */
function cell(outcomes: readonly Outcome[], reasons: string[]): string {
  const caused = outcomes.reduce((sum, outcome) => sum + outcome.caused, 0);
  const survived = outcomes.reduce((sum, outcome) => sum + outcome.survived, 0);
  if (caused > 0) return survived === caused ? `${survived} of ${caused}` : `${survived} of ${caused}: FAILED`;
  const reason = outcomes.find((outcome) => outcome.without !== undefined)?.without ?? "no test was chosen";
  if (!reasons.includes(reason)) reasons.push(reason);
  return `- (${reasons.indexOf(reason) + 1})`;
}

/** Faults by target: how often each was survived, or why it was not caused; the last line is the sum. */
export function tableOf(outcomes: readonly Outcome[], targets: readonly string[]): string {
  const reasons: string[] = [];
  const faults = [...new Set(outcomes.map(({ fault }) => fault))].sort();
  const rows = faults.map((fault) => [
    fault,
    ...targets.map((target) =>
      cell(
        outcomes.filter((outcome) => outcome.fault === fault && outcome.target === target),
        reasons,
      ),
    ),
  ]);
  const lines = [["survived", ...targets], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const survived = outcomes.reduce((sum, outcome) => sum + outcome.survived, 0);
  const caused = outcomes.reduce((sum, outcome) => sum + outcome.caused, 0);
  return [
    ...lines.map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    ...reasons.map((reason, index) => `(${index + 1}) ${reason}`),
    `faults: ${survived} survived of ${caused}`,
  ].join("\n");
}
