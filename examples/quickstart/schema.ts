import { boolean, char, check, double, func, index, integer, MetaData, text, timestamp, unique, varchar } from "athanor";

export const metadata = new MetaData();

export const country = metadata.table(
  "country",
  {
    id: integer().primaryKey(), // made by the database
    code: char(2).notNull().unique(),
    name: varchar(80).notNull(),
    region: text().notNull(),
    capital: text(), // null where there is none
    area: double(), // km², null where it is not known
    independent: boolean(), // null where it is disputed
    cities: integer().notNull().default(0), // counted later, by an UPDATE
    addedAt: timestamp("added_at").notNull().serverDefault(func.now()), // key addedAt, column added_at
  },
  (c) => [check(func.length(c.code).eq(2), { name: "ck_country_code" }), check(c.area.gt(0), { name: "ck_country_area" })],
);

export const city = metadata.table(
  "city",
  {
    id: integer().primaryKey(),
    countryId: integer("country_id")
      .notNull()
      .references(() => country.c.id),
    name: text().notNull(),
    province: text(), // GeoNames' code of the first division, null where it gives none
    latitude: double().notNull(),
    longitude: double().notNull(),
  },
  (c) => [
    unique(c.latitude, c.longitude, c.name, { name: "uq_city_place" }),
    check(c.latitude.between(-90, 90), { name: "ck_city_latitude" }),
    check(c.longitude.between(-180, 180), { name: "ck_city_longitude" }),
    index("ix_city_country", c.countryId),
  ],
);

/** Names that several cities bear. */
export const sharedName = metadata.table("shared_name", {
  name: text().primaryKey(),
  cities: integer().notNull(),
  countries: integer().notNull(),
});

export type NewCountry = typeof country.$insert;
export type NewCity = typeof city.$insert;
