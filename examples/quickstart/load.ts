import { setImmediate } from "node:timers/promises";
import { type Connection, insert, select } from "athanor";
import { progress } from "./progress.js";
import { city, country, type NewCity } from "./schema.js";
import type { World } from "./world.js";

/** Rows in one call of execute(): few enough to see progress, many enough to be fast. */
const batchSize = 10_000;

/** A row that was sent, and the id that the database says it has. */
export interface LoadedCity extends NewCity {
  readonly id: number;
}

/** Inserts the countries; the ids come back in the order of the input, so the nth id is the nth country's. */
export async function loadCountries(conn: Connection, world: World): Promise<ReadonlyMap<string, number>> {
  const inserted = await conn.execute(insert(country).returning(country.c.id).sortByParameterOrder(), world.countries);
  const ids = inserted.scalars();
  return new Map(world.countries.map((row, n) => [row.code, idOf(ids, n)]));
}

/** Inserts the cities, batch by batch, and gives each with its id. */
export async function loadCities(conn: Connection, world: World, countryIds: ReadonlyMap<string, number>): Promise<readonly LoadedCity[]> {
  const statement = insert(city).returning(city.c.id).sortByParameterOrder();
  const rows = world.cities.map(
    ({ code, row }): NewCity => ({ ...row, countryId: countryIds.get(code) ?? missing(`a country with the code ${code}`) }),
  );
  const loaded: LoadedCity[] = [];
  const bar = progress(rows.length, "cities");
  try {
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = rows.slice(start, start + batchSize);
      const ids = (await conn.execute(statement, batch)).scalars();
      if (ids.length !== batch.length) throw new Error(`${batch.length} rows were inserted, but ${ids.length} ids came back.`);
      loaded.push(...batch.map((row, n) => ({ ...row, id: idOf(ids, n) })));
      bar.at(loaded.length);
      await setImmediate(); // SQLite works in this very process: give the bar and Ctrl+C their turn
    }
  } finally {
    bar.stop();
  }
  return loaded;
}

/** Reads every city back and compares it with the input that was told this id. @throws where one differs, is missing, or is too many */
export async function verifyCities(conn: Connection, loaded: readonly LoadedCity[]): Promise<number> {
  const expected = new Map(loaded.map((row) => [row.id, row]));
  if (expected.size !== loaded.length) throw new Error(`${loaded.length} cities were given only ${expected.size} different ids.`);
  let read = 0;
  for await (const row of conn.stream(select(city))) {
    const input = expected.get(row.id) ?? missing(`an input for the id ${row.id}`);
    const same =
      row.name === input.name &&
      row.latitude === input.latitude &&
      row.longitude === input.longitude &&
      row.province === input.province &&
      row.countryId === input.countryId;
    if (!same) throw new Error(`The id ${row.id} was returned for ${input.name}, but belongs to ${row.name}.`);
    read += 1;
  }
  if (read !== loaded.length) throw new Error(`${loaded.length} cities were inserted, but ${read} read back.`);
  return read;
}

function idOf(ids: readonly number[], n: number): number {
  return ids[n] ?? missing(`an id for row ${n}`);
}

function missing(what: string): never {
  throw new Error(`Expected ${what}, found none.`);
}
