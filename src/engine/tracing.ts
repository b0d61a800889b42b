import { run, runNow, Wait, type Work } from "../util/work.js";
import { builtinModule } from "./builtin.js";
import { noPromises } from "./no-promises.js";

/** What we use of Node's TracingChannel. */
interface TracingChannel {
  readonly hasSubscribers: boolean;
  tracePromise<T>(work: () => Promise<T>, context: object): Promise<T>;
  traceSync<T>(work: () => T, context: object): T;
}

interface Diagnostics {
  tracingChannel(name: string): TracingChannel;
}

const diagnostics = builtinModule<Diagnostics>("node:diagnostics_channel");

/**
 * Node's diagnostics channels: to `athanor:execute` belong `tracing:athanor:execute:start`, `:end`, `:asyncStart`, `:asyncEnd` and
 * `:error`. undefined where there are none.
 */
export const channels = {
  execute: diagnostics?.tracingChannel("athanor:execute"),
  begin: diagnostics?.tracingChannel("athanor:begin"),
  commit: diagnostics?.tracingChannel("athanor:commit"),
  rollback: diagnostics?.tracingChannel("athanor:rollback"),
  checkout: diagnostics?.tracingChannel("athanor:checkout"),
  checkin: diagnostics?.tracingChannel("athanor:checkin"),
};

/** Where something happens, as tracers are told. */
export interface TraceOrigin {
  /** The dialect's name. */
  readonly backend: string;
  readonly driver: string;
  /** The server, as far as the engine's URL names it. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

/** Runs the work, and tells the channel's subscribers when it starts, ends or fails. Without subscribers there is nothing around the work. */
export function traced<T>(channel: TracingChannel | undefined, context: TraceOrigin, work: () => Work<T>): Work<T> {
  return channel?.hasSubscribers ? told(channel, context, work) : work();
}

function told<T>(channel: TracingChannel, context: TraceOrigin, work: () => Work<T>): Work<T> {
  return new Wait(
    () => channel.tracePromise(() => run(work()), { ...context }),
    () => channel.traceSync(() => runNow(work(), noPromises), { ...context }),
  ).done();
}
