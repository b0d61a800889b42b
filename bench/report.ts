import type { Figure, Workload } from "./contest.ts";

export interface Report {
  readonly workload: Workload;
  readonly figures: readonly Figure[];
}

const number = (value: number | null, digits: number): string =>
  value === null ? "-" : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A Markdown table of one workload. */
export function table({ workload, figures }: Report): string {
  const kysely = figures.find(({ peer }) => peer === "kysely")?.microseconds ?? null;
  const rows = figures.map(({ peer, base, microseconds, perSecond, ratio, failure }) => [
    peer,
    number(microseconds, 2),
    number(perSecond, 0),
    failure ? "FAILS" : `${number(ratio, 2)}${base === peer ? " (base)" : ""}`,
    kysely === null || microseconds === null ? "-" : number(kysely / microseconds, 2),
    failure ?? "",
  ]);
  const head = ["peer", `µs a ${workload.unit}`, "per second", "times its base", "speed, kysely = 1", "note"];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [`### ${workload.group}: ${workload.name}`, "", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}
