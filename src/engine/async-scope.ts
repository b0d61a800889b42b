import { builtinModule } from "./builtin.js";

/** A callback that is under way, with those around it. */
export interface Scope {
  readonly owner: object;
  readonly outer: Scope | undefined;
}

interface Storage {
  getStore(): unknown;
  run<T>(store: unknown, callback: () => T): T;
}

function isScope(store: unknown): store is Scope {
  return typeof store === "object" && store !== null && "owner" in store;
}

/** Node's AsyncLocalStorage where there is one. */
function makeStorage(): Storage | null {
  const Class = builtinModule<{ AsyncLocalStorage?: new () => Storage }>("node:async_hooks")?.AsyncLocalStorage;
  return Class ? new Class() : null;
}

const storage = makeStorage();

/** Whether callbacks can be told apart here. */
export const knowsScopes = storage !== null;

/** The innermost callback that the running code belongs to. */
export function currentScope(): Scope | undefined {
  const store = storage?.getStore();
  return isScope(store) ? store : undefined;
}

/** Runs the callback as that of the owners, the outermost first. */
export function runInScope<T>(owners: readonly object[], callback: () => T): T {
  if (!storage) return callback();
  let scope = currentScope();
  for (const owner of owners) scope = { owner, outer: scope };
  return storage.run(scope, callback);
}

/** Whether the running code belongs to a callback of the owner. */
export function isInScope(owner: object): boolean {
  for (let scope = currentScope(); scope; scope = scope.outer) if (scope.owner === owner) return true;
  return false;
}
