import { SingleBar } from "cli-progress";
import { number } from "./report.js";

/** A progress bar, drawn from the first news on; where the output is no terminal, a plain line every other second instead. */
export function progress(total: number, unit: string): { at(done: number): void; stop(): void } {
  const bar = new SingleBar({
    stream: process.stdout,
    format: `   {bar} {percentage} %   {value} of {total} ${unit}`,
    formatValue: (value, _options, type) => (type === "total" || type === "value" ? number(value) : String(value)),
    barsize: 30,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: 2000,
  });
  return {
    at: (done) => (bar.isActive ? bar.update(done) : bar.start(total, done)),
    stop: () => bar.stop(),
  };
}
