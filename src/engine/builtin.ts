/** A module of the host's own, where it has one; asked for by name at run time, so that bundles for browsers need no Node. */
export function builtinModule<T>(name: string): T | undefined {
  const host: { getBuiltinModule?: (name: string) => T | undefined } | undefined = Reflect.get(globalThis, "process");
  return host?.getBuiltinModule?.(name);
}
