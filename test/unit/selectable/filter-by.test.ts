import { InvalidRequestError, integer, select, table, text } from "athanor";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer().primaryKey(), name: text() });
const crew = table("crew", { id: integer(), boatId: integer("boat_id").references(() => boat.c.id), rank: text() });

const whereOf = (query: { toString(): string }): string => query.toString().split("WHERE ")[1] ?? "";

test("filterBy finds the column in whichever FROM element has it", () => {
  expect(whereOf(select(boat).join(crew).filterBy({ name: "a", rank: null }))).toBe("boat.name = :name_1 AND crew.rank IS NULL");
  expect(whereOf(select(crew.c.rank).filterBy({ id: 5 }))).toBe("crew.id = :id_1");
});

test("a key of several or of none is refused", () => {
  expect(() => select(boat).join(crew).filterBy({ id: 5 })).toThrow(
    new InvalidRequestError(
      'Attribute name "id" is ambiguous; it exists in multiple FROM clause entities: boat, crew. Name the column: where(table.c.id.eq(…)).',
    ),
  );
  expect(() => select(boat.c.id).filterBy({ nope: 5 })).toThrow(
    'None of the FROM clause entities have a property "nope". Searched entities: boat',
  );
});
