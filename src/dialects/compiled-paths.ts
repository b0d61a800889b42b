import type { CompiledCache, Kept } from "../compiler/cache.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import type { Path } from "../nodes/path.js";

/** For so many dialects at the most a path knows what was compiled: of engines that come and go, those before are forgotten. */
const MOST = 8;

/** What was compiled for a path with one dialect, which is told by its cache. */
class OnPath {
  readonly count: number;

  constructor(
    readonly cache: CompiledCache<Compiled>,
    /** For an execution, which brings no parameters; else for the statement alone. */
    readonly executed: boolean,
    public kept: Kept<Compiled>,
    /** What was compiled besides. */
    readonly other: OnPath | null,
  ) {
    this.count = other === null ? 1 : other.count + 1;
  }
}

/** Whether there is one form for a path with these options: most ask for nothing. */
export function isOnPath({ literalBinds, columnKeys, executemany, schemaTranslateMap }: CompileOptions): boolean {
  return !literalBinds && !executemany && schemaTranslateMap === undefined && (columnKeys === undefined || columnKeys.length === 0);
}

function onPath({ compiled }: Path, cache: CompiledCache<Compiled>, executed: boolean): OnPath | null {
  for (let at = compiled; at instanceof OnPath; at = at.other) if (at.cache === cache && at.executed === executed) return at;
  return null;
}

/** What was kept for a path; null where nothing was. */
export function keptOnPath(path: Path, cache: CompiledCache<Compiled>, options: CompileOptions): Kept<Compiled> | null {
  return onPath(path, cache, options.columnKeys !== undefined)?.kept ?? null;
}

/** Keeps what was compiled for a path. */
export function keepOnPath(path: Path, cache: CompiledCache<Compiled>, options: CompileOptions, kept: Kept<Compiled>): void {
  const executed = options.columnKeys !== undefined;
  const own = onPath(path, cache, executed);
  const { compiled } = path;
  if (own) own.kept = kept;
  else path.compiled = new OnPath(cache, executed, kept, compiled instanceof OnPath && compiled.count < MOST ? compiled : null);
}
