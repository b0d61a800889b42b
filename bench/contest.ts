/** One way of doing a workload. */
export interface Peer {
  readonly name: string;
  /** Makes all ready, outside of the time that counts. */
  prepare(): Promise<Ready> | Ready;
}

/** A peer that is ready to run. */
export interface Ready {
  /** Does the work `times` times; where it gives a promise, that is waited for. One that has measured by itself gives what. */
  run(times: number): unknown;
  /** Throws where what the peer gives is wrong: called once, after the first run. */
  check(): unknown;
  /** Puts back what a run has changed: before each run, outside of the time that counts. */
  reset?(): unknown;
  close?(): unknown;
}

/** Peers that do the same thing, to be timed side by side. */
export interface Workload {
  /** The group by which it is chosen on the command line. */
  readonly group: string;
  readonly name: string;
  /** What one run does: the figure per second counts these. */
  readonly unit: string;
  /** How many units one call of `run(1)` does. */
  readonly size?: number;
  /** How many units a run shall do; left out, as many as take about a tenth of a second. */
  readonly times?: number;
  readonly rounds: number;
  /** What is compared, told by the peer itself; left out, the time. */
  readonly measures?: "memory" | "instantiations";
  /** The peers; each is measured against the peer that `base` names. */
  readonly peers: readonly Peer[];
  /** The peer that counts as 1, by the name of the one that is compared. */
  readonly base: (peer: string) => string;
}

export interface Figure {
  readonly peer: string;
  readonly base: string;
  /** The median time of one unit, in microseconds; null where the peer fails. */
  readonly microseconds: number | null;
  readonly perSecond: number | null;
  /** The median of what else is compared: the peak of the memory in megabytes, or instantiations of types. */
  readonly amount: number | null;
  /** Times what the base took: the median of what the rounds say, each for itself. Lower is better. */
  readonly ratio: number | null;
  /** The speed in the same way, where Kysely's is 1: higher is better. */
  readonly speed: number | null;
  /** All rounds, in microseconds a unit or in amounts. */
  readonly rounds: readonly number[];
  readonly failure?: string;
}

const ROUND_MILLISECONDS = 100;
/** Rounds do not count before so many in a row were not faster than those before them: then the engine has compiled what is run often. */
const WARM_ROUNDS = 5;
const MOST_WARM_ROUNDS = 25;
/** What counts as faster. */
const FASTER = 0.95;
const MOST_TIMES = 2_000_000;
/** A workload shall take less than a minute: after this no further round begins, but for those that a median needs. */
const MOST_MILLISECONDS = 35_000;
const LEAST_ROUNDS = 3;

interface Runner {
  readonly peer: Peer;
  readonly ready: Ready;
  /** A run is of many short units. */
  readonly isShort: boolean;
  times: number;
  readonly rounds: number[];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/**
 * How many times what the other took, round by round. A shared machine is now fast and now slow, for seconds on end: peers of one round
 * mostly ran at one pace, while their medians may be of several.
 */
function times(runner: Runner | undefined, other: Runner | undefined): number | null {
  if (runner === undefined || other === undefined || runner.rounds.length === 0) return null;
  return median(runner.rounds.map((taken, round) => taken / (other.rounds[round] ?? Number.NaN)));
}

/** What a run has measured by itself, milliseconds or an amount: a process that it started knows best. */
function measuredBy(given: unknown): number | null {
  if (typeof given !== "object" || given === null) return null;
  if ("milliseconds" in given && typeof given.milliseconds === "number") return given.milliseconds;
  return "amount" in given && typeof given.amount === "number" ? given.amount : null;
}

/**
 * Takes away what the runs before have left behind. A whole collection that is forced takes compiled code with it, wherever
 * that knows a class of which no object lives just then; those that come by themselves leave it. After short units, which leave
 * little, one of the young is enough: else such a run would mostly measure how code is compiled again.
 */
function collect({ isShort }: Runner): void {
  if (isShort) globalThis.gc?.({ type: "minor" });
  else globalThis.gc?.();
}

/** The milliseconds of one run, or the amount that it tells. */
async function timed(runner: Runner, times: number): Promise<number> {
  const { ready } = runner;
  await ready.reset?.();
  collect(runner);
  const start = process.hrtime.bigint();
  const running = ready.run(times);
  const given: unknown = running instanceof Promise ? await running : running;
  return measuredBy(given) ?? Number(process.hrtime.bigint() - start) / 1e6;
}

/** How often the work has to be done for a run of a tenth of a second, where so many took so long. */
function fitting(times: number, milliseconds: number): number {
  return Math.max(1, Math.min(MOST_TIMES, Math.round((times * ROUND_MILLISECONDS) / milliseconds)));
}

/** Finds out how often the work has to be done in a run, and goes on finding out while that gets faster. */
async function warmUp(runner: Runner): Promise<void> {
  for (let milliseconds = 0; milliseconds < ROUND_MILLISECONDS / 4 && runner.times < MOST_TIMES; ) {
    milliseconds = await timed(runner, runner.times);
    runner.times = Math.min(runner.times * 4, fitting(runner.times, milliseconds));
  }
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0, slower = 0; slower < WARM_ROUNDS && round < MOST_WARM_ROUNDS; round += 1) {
    const milliseconds = await timed(runner, runner.times);
    const each = milliseconds / runner.times;
    slower = each < best * FASTER ? 0 : slower + 1;
    best = Math.min(best, each);
    runner.times = fitting(runner.times, milliseconds);
  }
}

/**
 * Runs the peers of a workload in turns, each round in the opposite order of the one before, so that what slows the machine
 * down slows all of them.
 */
export async function contest(workload: Workload): Promise<Figure[]> {
  const started = performance.now();
  const runners: Runner[] = [];
  const failures = new Map<string, string>();
  for (const peer of workload.peers) {
    let ready: Ready | undefined;
    try {
      ready = await peer.prepare();
      const runner: Runner = { peer, ready, isShort: workload.times === undefined, times: workload.times ?? 1, rounds: [] };
      await timed(runner, 1);
      await ready.check();
      if (runner.isShort) await warmUp(runner);
      runners.push(runner);
    } catch (error) {
      failures.set(peer.name, String(error).split("\n").join(" "));
      await ready?.close?.();
    }
  }
  for (let round = 0; round < workload.rounds; round += 1) {
    if (round >= LEAST_ROUNDS && performance.now() - started > MOST_MILLISECONDS) break;
    for (const runner of round % 2 === 0 ? runners : [...runners].reverse()) {
      const units = runner.times * (workload.size ?? 1);
      const taken = await timed(runner, runner.times);
      runner.rounds.push(workload.measures !== undefined ? taken : (taken * 1000) / units);
    }
  }
  for (const { ready } of runners) await ready.close?.();

  const runnerOf = (name: string): Runner | undefined => runners.find(({ peer }) => peer.name === name);
  return workload.peers.map(({ name }) => {
    const runner = runnerOf(name);
    const taken = runner ? median(runner.rounds) : null;
    const [microseconds, amount] = workload.measures !== undefined ? [null, taken] : [taken, null];
    const base = workload.base(name);
    const failure = failures.get(name);
    return {
      peer: name,
      base,
      microseconds,
      perSecond: microseconds === null ? null : 1e6 / microseconds,
      amount,
      ratio: times(runner, runnerOf(base)),
      speed: times(runnerOf("kysely"), runner),
      rounds: runner?.rounds ?? [],
      ...(failure === undefined ? {} : { failure }),
    };
  });
}
