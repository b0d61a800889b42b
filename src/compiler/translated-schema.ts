/**
 * The schema to write for a schema of the tables.
 * @param map from a schema's name, empty for none, to the one to write, null for none
 * @param defaultSchema the connection's own, where it is known: what is mapped to none is in that
 */
export function translatedSchema(
  schema: string | null,
  map: Readonly<Record<string, string | null>> | undefined,
  defaultSchema: string | null,
): string | null {
  const key = schema ?? "";
  return map && Object.hasOwn(map, key) ? (map[key] ?? defaultSchema) : schema;
}
