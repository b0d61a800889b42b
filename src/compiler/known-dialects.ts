/** The dialects of the field, whether loaded or not; and those that have been made. */
const names = new Set(["default", "sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle"]);

/** Makes a dialect's name known. */
export function knowDialect(name: string): void {
  names.add(name);
}

/** Whether there is a dialect of this name: a statement may have options for one that is not loaded, but not for a slip of the pen. */
export function isKnownDialect(name: string): boolean {
  return names.has(name);
}
