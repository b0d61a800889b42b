import type { Figure, Workload } from "./contest.ts";

export interface Report {
  readonly workload: Workload;
  readonly figures: readonly Figure[];
}

const number = (value: number | null, digits: number): string =>
  value === null ? "-" : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

type Cells = readonly string[];

/** A Markdown table of one workload. */
export function table({ workload, figures }: Report): string {
  const { head, rows } = contents[workload.measures ?? "time"](workload, figures);
  const line = (cells: Cells): string => `| ${cells.join(" | ")} |`;
  return [`### ${workload.group}: ${workload.name}`, "", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

interface Content {
  readonly head: Cells;
  readonly rows: readonly Cells[];
}

function memory(_: Workload, figures: readonly Figure[]): Content {
  const rows = figures.map(({ peer, base, amount, failure }) => {
    const alone = figures.find((figure) => figure.peer === base)?.amount ?? null;
    const over = amount === null || alone === null ? null : amount - alone;
    return [peer, number(amount, 0), failure ? "FAILS" : base === peer ? "(base)" : number(over, 0), failure ?? ""];
  });
  return { head: ["peer", "MB at the peak", "MB over its base", "note"], rows };
}

function instantiations(_: Workload, figures: readonly Figure[]): Content {
  const rows = figures.map(({ peer, base, amount, ratio, failure }) => [
    peer,
    number(amount, 0),
    failure ? "FAILS" : `${number(ratio, 2)}${base === peer ? " (base)" : ""}`,
    failure ?? "",
  ]);
  return { head: ["peer", "instantiations", "times its base", "note"], rows };
}

function times({ unit }: Workload, figures: readonly Figure[]): Content {
  const rows = figures.map(({ peer, base, microseconds, perSecond, ratio, speed, failure }) => [
    peer,
    number(microseconds, 2),
    number(perSecond, 0),
    failure ? "FAILS" : `${number(ratio, 2)}${base === peer ? " (base)" : ""}`,
    number(speed, 2),
    failure ?? "",
  ]);
  return { head: ["peer", `µs a ${unit}`, "per second", "times its base", "speed, kysely = 1", "note"], rows };
}

const contents = { time: times, memory, instantiations };
