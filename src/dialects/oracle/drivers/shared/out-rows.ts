import type { DriverParameters } from "../../../driver.js";
import { outType } from "./binds.js";
import { outValue } from "./values.js";

type Row = readonly unknown[];

/** Parameters that the database fills, each with a value for each row that it has written: as rows. */
export async function outRows(outBinds: unknown, parameters: DriverParameters, nativeJson: boolean): Promise<Row[]> {
  const outs = parameters.filter(({ out }) => out);
  const sets: readonly unknown[] = Array.isArray(outBinds) ? outBinds : [outBinds];
  const rows: Row[] = [];
  for (const set of sets) {
    const columns = outs.map(({ name }) => valuesOf(set, name ?? ""));
    const count = columns[0]?.length ?? 0;
    for (let at = 0; at < count; at += 1)
      rows.push(await Promise.all(outs.map(({ type }, index) => outValue(outType(type, nativeJson).type, columns[index]?.[at]))));
  }
  return rows;
}

function valuesOf(set: unknown, name: string): readonly unknown[] {
  const values: unknown = typeof set === "object" && set !== null ? Reflect.get(set, name) : undefined;
  return Array.isArray(values) ? values : [];
}
