import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { placeOf } from "../../examples/quickstart/database.js";
import { takeSteps } from "../../examples/quickstart/steps.js";
import { prepare, type RawCity, type RawCountry, readSource } from "../../examples/quickstart/world.js";

const folders: string[] = [];
const temporary = vi.hoisted(() => ({ url: null as string | null }));

// The README names a file in the current folder; under test it goes to a temporary one.
vi.mock("athanor", async (original) => {
  const athanor = await original<typeof import("athanor")>();
  const createEngine: typeof athanor.createEngine = (url, options) => athanor.createEngine(temporary.url ?? url, options);
  return { ...athanor, createEngine };
});

let printed: string[];

beforeEach(() => {
  printed = [];
  temporary.url = null;
  vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => {
    printed.push(parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" "));
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "athanor-examples-"));
  folders.push(folder);
  return `sqlite:///${join(folder, "app.db")}`;
}

const repository = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("README.md", () => {
  test("its code is examples/readme.ts and examples/synchronous.ts", () => {
    const blocks = [...repository("README.md").matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
    const codeOf = (name: string) => repository(`examples/${name}.ts`).replace(/^(\/\/.*\n)+\n/, "");
    expect(blocks).toEqual([codeOf("readme"), codeOf("synchronous")]);
  });

  test("its synchronous code runs", async () => {
    await import("../../examples/synchronous.js");
    expect(printed).toEqual(["no await"]);
  });

  test("its code runs", async () => {
    temporary.url = temporaryFile();
    await import("../../examples/readme.js");
    expect(printed[0]).toBe("BEGIN (implicit)");
    expect(printed.slice(-3)).toEqual(["sandy user1@example.org", "patrick user2@example.org", "COMMIT"]);
  });
});

describe("examples", () => {
  test("statements are compiled, and stay as they were", async () => {
    await import("../../examples/statements.js");
    expect(printed).toHaveLength(16);
    expect(printed).toContain(
      "-- a removal that tells what went\nDELETE FROM address WHERE address.user_id = :userId_1 RETURNING address.email_address\n",
    );
    expect(printed.at(-1)).not.toMatch(/UPDATE.*WHERE.*\nUPDATE/s);
  });

  test("MERGE is compiled, and refused where it lacks something", async () => {
    await import("../../examples/merge.js");
    expect(printed).toEqual([
      "MERGE INTO stock USING (VALUES ($1::VARCHAR, $2::VARCHAR, $3::INTEGER), ($4::VARCHAR, $5::VARCHAR, $6::INTEGER)) AS delivery (sku, title, pieces)" +
        " ON stock.sku = delivery.sku WHEN MATCHED AND delivery.pieces = $7::INTEGER THEN DELETE" +
        " WHEN MATCHED THEN UPDATE SET pieces=(stock.pieces + delivery.pieces), counted=now()" +
        " WHEN NOT MATCHED THEN INSERT (sku, title, pieces) VALUES (delivery.sku, delivery.title, delivery.pieces)" +
        " WHEN NOT MATCHED BY SOURCE AND stock.pieces = $8::INTEGER THEN DELETE" +
        " RETURNING merge_action() AS action, stock.sku AS sku, delivery.pieces AS delivered",
      "UPDATE stock SET pieces=(stock.pieces + $1::INTEGER), counted=now() WHERE stock.sku = $2::VARCHAR RETURNING old.pieces AS before, new.pieces AS after",
      "MERGE of the 'postgresql' dialect with current database version settings has no WHEN NOT MATCHED BY SOURCE.",
    ]);
  });

  test("queries give rows", async () => {
    await import("../../examples/queries.js");
    expect(printed).toEqual([
      "sandy cheeks@example.org",
      "sandy sandy@example.org",
      "patrick patrick@example.org",
      "patrick Patrick Star patrick@example.org true",
      '[{"name":"patrick","addresses":1,"size":"one"},{"name":"sandy","addresses":2,"size":"many"}]',
      '["cheeks@example.org","patrick@example.org"]',
      '["sandy"]',
      '["patrick"]',
      '[["cheeks@example.org"],["patrick"]]',
    ]);
  });

  test("parameters are asked for", async () => {
    await import("../../examples/parameters.js");
    expect(printed).toEqual([
      "sandy",
      expect.stringMatching(/^\w+Error: .*uid/),
      '["sandy","patrick"] []',
      '["patrick"]',
      "sandyy",
      "patricky",
    ]);
  });

  test("transactions commit, roll back and nest", async () => {
    await import("../../examples/transactions.js");
    expect(printed).toEqual([
      "the new user has the id 3",
      "rolled back: changed my mind",
      "users: 3",
      expect.stringMatching(/^refused: .*CHECK/),
      'addresses: ["sandy@example.org","cheeks@example.org","patrick@example.org","s@example.org"]',
      "1 sandy",
      "2 patrick",
      "3 squidward",
      "4 gary",
      "5 pearl",
    ]);
  });

  test("rows are loaded", async () => {
    await import("../../examples/load.js");
    expect(printed).toEqual([
      "10000 rows so far",
      "20000 rows so far",
      "25000 rows so far",
      "loaded: 25000",
      "the last new user has the id 25005",
      "addresses: 1",
    ]);
  });

  test("statements are compiled for a dialect", async () => {
    await import("../../examples/compile.js");
    const query = "SELECT user_account.id, user_account.name\nFROM user_account\nWHERE user_account.id =";
    expect(printed.map((text) => text.replaceAll(" \n", "\n"))).toEqual([
      `${query} :uid AND user_account.name IN (__[POSTCOMPILE_name_1])`,
      `${query} ? AND user_account.name IN (__[POSTCOMPILE_name_1]) {"uid":5,"name_1":["sandy","patrick"]} ["uid","name_1"]`,
      `${query} 5 AND user_account.name IN ('sandy', 'patrick')`,
      "INSERT INTO user_account (name, role, token) VALUES (?, ?, ?)",
      `${query} $1 AND user_account.name IN (__[POSTCOMPILE_name_1])`,
      "false true",
    ]);
  });
});

describe("quickstart", () => {
  const country = (cca2: string, name: string, more: Partial<RawCountry> = {}): RawCountry => ({
    cca2,
    name: { common: name, official: name, native: {} },
    region: "Somewhere",
    capital: ["Capital"],
    area: 10,
    independent: true,
    ...more,
  });
  const city = (name: string, code: string, lat: string, lng = "0", admin1 = "01"): RawCity => ({
    name,
    country: code,
    lat,
    lng,
    admin1,
    admin2: "",
  });
  const odd = {
    countries: [country("AA", "Aland"), country("BB", "Beland", { area: -1, capital: [], independent: null }), country("CC", "Celand")],
    cities: [
      city("Newtown", "AA", "1.5"),
      city("Newtown", "BB", "2.5", "0", ""),
      city("Oldtown", "AA", "1.5"),
      city("Nowhere", "AA", "north"),
      city("Blank", "AA", ""),
      city("Far", "ZZ", "3"),
      city("Farther", "ZZ", "4"),
    ],
  };

  test("every country and city of the source has a row or is counted", () => {
    const source = readSource();
    const world = prepare(source);
    const left = world.unplaced.length + [...world.unknownCodes.values()].reduce((sum, count) => sum + count, 0);
    expect(source.cities.length).toBeGreaterThan(100_000);
    expect(world.cities.length + left).toBe(source.cities.length);
    expect(world.countries.length).toBe(source.countries.length);
    expect(new Set(world.countries.map((each) => each.code)).size).toBe(world.countries.length);
  });

  test("what is odd in the source is said", () => {
    const world = prepare(odd);
    expect(world.cities.map((each) => each.row.name)).toEqual(["Newtown", "Newtown", "Oldtown"]);
    expect(world.unknownCodes).toEqual(new Map([["ZZ", 2]]));
    expect(world.unplaced.map((each) => each.name)).toEqual(["Nowhere", "Blank"]);
    expect(world).toMatchObject({ empty: ["Celand"], withoutArea: ["Beland"], withoutCapital: ["Beland"], withoutProvince: 1 });
  });

  test("all steps are taken, and said", async () => {
    await takeSteps(placeOf([temporaryFile()]), odd);
    const text = stripVTControlCharacters(printed.join("\n"));
    expect(text).toContain("Left out, as their country is unknown: 2 cities: ZZ (2)");
    expect(text).toContain("Left out, as their coordinates are no numbers: 2 cities");
    expect(text).toContain("each of the 3 ids that the INSERT returned belongs to the very row it was returned for");
    expect(text).toMatch(/1 city deleted in \d+ ms: Oldtown/);
    expect(text).toMatch(/name +cities +countries\n.*\n +Newtown +2 +2/);
    expect(text).toContain("1 country: Celand");
    expect(text).toContain("nothing of them stayed");
    for (const word of [
      "CREATE TABLE city",
      "INSERT INTO city",
      "RETURNING id",
      "DELETE FROM city",
      "UPDATE country SET",
      "INSERT INTO shared_name",
      "GROUP BY",
    ])
      expect(text).toContain(word);
  });

  test("a database that has such tables already is left alone", async () => {
    const place = placeOf([temporaryFile()]);
    await takeSteps(place, odd);
    await expect(takeSteps(place, odd)).rejects.toThrow("There is a table 'country' already.");
  });

  test("the temporary folder goes, a database that was named stays", () => {
    const place = placeOf([]);
    const folder = dirname(place.url.replace("sqlite:///", ""));
    expect(existsSync(folder)).toBe(true);
    place.cleanUp();
    expect(existsSync(folder)).toBe(false);
    expect(placeOf(["sqlite:///world.db"]).url).toBe("sqlite:///world.db");
    expect(placeOf(["pg://me:secret@host/db"]).shown).toBe("pg://me:***@host/db");
    expect(() => placeOf(["--help"])).toThrow("Usage");
  });
});
