import {
  arrayOf,
  bigInteger,
  binary,
  bindParam,
  boolean,
  cast,
  char,
  column,
  date,
  double,
  enumOf,
  float,
  func,
  insert,
  integer,
  interval,
  json,
  literal,
  MetaData,
  numeric,
  Sequence,
  smallInteger,
  sql,
  table,
  text,
  time,
  timestamp,
  typeDecorator,
  uuid,
  varchar,
} from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, left, right, users } from "./support.js";

describe("value types", () => {
  const t = table("all_types", {
    integer: integer(),
    smallInteger: smallInteger(),
    bigInteger: bigInteger(),
    numeric: numeric({ precision: 10, scale: 2 }),
    numericNumber: numeric({ mode: "number" }),
    numericNamed: numeric("n", { mode: "number" }),
    float: float(),
    double: double(),
    boolean: boolean(),
    varchar: varchar(30),
    varcharNamed: varchar("v", 30),
    char: char(2),
    text: text(),
    date: date(),
    time: time(),
    timestamp: timestamp(),
    timestampText: timestamp({ mode: "string" }),
    timestampZoned: timestamp("z", { timezone: true, mode: "string" }),
    timestampDate: timestamp({ timezone: true, mode: "date" }),
    interval: interval(),
    json: json(),
    theme: json().$type<{ theme: string }>(),
    uuid: uuid(),
    enum: enumOf("a", "b"),
    enumNamed: enumOf(["a", "b"], { name: "letter", validateStrings: false }),
    array: arrayOf(integer()),
    arrayOfArrays: arrayOf(arrayOf(text())),
    binary: binary(),
    untyped: column(),
  });

  test("a column that is not NOT NULL may be null when read", () => {
    expectTypeOf(t.$row).toEqualTypeOf<{
      integer: number | null;
      smallInteger: number | null;
      bigInteger: bigint | null;
      numeric: string | null;
      numericNumber: number | null;
      numericNamed: number | null;
      float: number | null;
      double: number | null;
      boolean: boolean | null;
      varchar: string | null;
      varcharNamed: string | null;
      char: string | null;
      text: string | null;
      date: string | null;
      time: string | null;
      timestamp: Date | null;
      timestampText: string | null;
      timestampZoned: string | null;
      timestampDate: Date | null;
      interval: string | null;
      json: unknown;
      theme: { theme: string } | null;
      uuid: string | null;
      enum: "a" | "b" | null;
      enumNamed: "a" | "b" | null;
      array: number[] | null;
      arrayOfArrays: string[][] | null;
      binary: Uint8Array | null;
      untyped: unknown;
    }>();
  });

  test("$type only narrows", () => {
    json().$type<{ theme: string }>();
    text().$type<"a" | "b">();
    // @ts-expect-error a text is no number
    text().$type<number>();
  });

  test("a type function serves as a type too, and a literal has the type of its value", () => {
    expectTypeOf(cast(users.c.name, integer()).$type).toEqualTypeOf<number>();
    expectTypeOf(cast(users.c.fullname, integer()).$type).toEqualTypeOf<number | null>();
    expectTypeOf(cast("5", integer()).$type).toEqualTypeOf<number>();
    expectTypeOf(bindParam("n", numeric()).$type).toEqualTypeOf<string>();
    expectTypeOf(literal(5).$type).toEqualTypeOf<number>();
    expectTypeOf(literal(5n).$type).toEqualTypeOf<bigint>();
    expectTypeOf(literal("x").$type).toEqualTypeOf<string>();
    expectTypeOf(literal(null).$type).toEqualTypeOf<null>();
    literal([1], json());
    // @ts-expect-error a string is no integer
    literal("5", integer());
  });
});

describe("what is read and written", () => {
  test("$row has every column, generated ones too", () => {
    expectTypeOf(users.$row).toEqualTypeOf<{
      id: number;
      name: string;
      fullname: string | null;
      role: "admin" | "member";
      token: string;
      createdAt: Date;
      profile: { theme: string } | null;
      tags: string[] | null;
      bossId: number | null;
      upperName: string | null;
    }>();
  });

  test("$insert asks for NOT NULL columns without default; generated columns are not in it", () => {
    expectTypeOf(users.$insert).toEqualTypeOf<{
      name: string;
      id?: number | undefined;
      fullname?: string | null | undefined;
      role?: "admin" | "member" | undefined;
      token?: string | undefined;
      createdAt?: Date | undefined;
      profile?: { theme: string } | null | undefined;
      tags?: string[] | null | undefined;
      bossId?: number | null | undefined;
    }>();
    // @ts-expect-error computed: never written
    users.$insert.upperName;
  });

  test("$update asks for nothing", () => {
    expectTypeOf(addresses.$update).toEqualTypeOf<{ id?: number | undefined; userId?: number | undefined; email?: string | undefined }>();
    // @ts-expect-error computed: never written
    users.$update.upperName;
  });

  test("identity: optional, or never written with `always`", () => {
    const t = table("t", {
      a: integer().identity(),
      b: integer().identity({ always: true }),
      c: integer().identity({ start: 5 }),
      d: text().notNull(),
    });
    expectTypeOf(t.$insert).toEqualTypeOf<{ d: string; a?: number | undefined; c?: number | undefined }>();
    expectTypeOf(t.$row).toEqualTypeOf<{ a: number; b: number; c: number; d: string }>();
  });

  test("sequences and sentinels make a column optional", () => {
    const t = table("t", {
      a: integer().notNull().sequence(new Sequence("s")),
      b: integer().notNull().insertSentinel(),
      c: uuid().primaryKey().insertSentinel(),
    });
    expectTypeOf(t.$insert).toEqualTypeOf<{ a?: number | undefined; b?: number | undefined; c?: string | undefined }>();
    // a column that only serves as a sentinel is no part of the row
    expectTypeOf(t.$row).toEqualTypeOf<{ a: number; c: string }>();
    expectTypeOf(t.c.b.$type).toEqualTypeOf<number>();
  });

  test("the order of the chain does not matter, and facts that say nothing of values leave the type alone", () => {
    const t = table("t", {
      a: text().default("x").notNull(),
      b: text().notNull().unique().index().comment("b").onUpdate("y").serverOnUpdate(),
      c: timestamp().serverDefault(func.now()).onUpdate(func.now()).notNull(),
    });
    expectTypeOf(t.$insert).toEqualTypeOf<{ b: string; a?: string | undefined; c?: Date | undefined }>();
  });

  test("a naming convention has rules by kind, of text or by function", () => {
    new MetaData({ namingConvention: { uq: "uq_%(column_0_label)s", fk: ({ table, columns }) => `fk_${table}_${columns.join("_")}` } });
    // @ts-expect-error there is no such kind
    new MetaData({ namingConvention: { unique: "uq_%(column_0_label)s" } });
    // @ts-expect-error a rule is text
    new MetaData({ namingConvention: { uq: 5 } });
  });

  test("nullable takes NOT NULL back", () => {
    const t = table("t", { a: text().notNull().nullable() });
    expectTypeOf(t.$row).toEqualTypeOf<{ a: string | null }>();
  });
});

describe("keys", () => {
  test("a single integer key is the database's; a key of another type is asked for", () => {
    expectTypeOf(table("t", { id: bigInteger().primaryKey() }).$insert).toEqualTypeOf<{ id?: bigint | undefined }>();
    expectTypeOf(table("t", { id: smallInteger().primaryKey() }).$insert).toEqualTypeOf<{ id?: number | undefined }>();
    expectTypeOf(table("t", { slug: text().primaryKey() }).$insert).toEqualTypeOf<{ slug: string }>();
  });

  test("a key that is a foreign key is asked for, in either order of the chain", () => {
    const t = table("t", { id: integer().primaryKey().references("user_account.id") });
    const u = table("u", {
      id: integer()
        .references(() => users.c.id)
        .primaryKey(),
    });
    expectTypeOf(t.$insert).toEqualTypeOf<{ id: number }>();
    expectTypeOf(u.$insert).toEqualTypeOf<{ id: number }>();
  });

  test("of a composite key every column is asked for, unless one counts up", () => {
    const plain = table("t", { a: integer().primaryKey(), b: integer().primaryKey(), c: text() });
    expectTypeOf(plain.$insert).toEqualTypeOf<{ a: number; b: number; c?: string | null | undefined }>();
    const counting = table("t", { a: integer().primaryKey().autoincrement(true), b: integer().primaryKey() });
    expectTypeOf(counting.$insert).toEqualTypeOf<{ b: number; a?: number | undefined }>();
    const mixed = table("t", { a: integer().primaryKey(), b: text().primaryKey() });
    expectTypeOf(mixed.$insert).toEqualTypeOf<{ a: number; b: string }>();
    const withDefault = table("t", { a: integer().primaryKey().default(1), b: integer().primaryKey() });
    expectTypeOf(withDefault.$insert).toEqualTypeOf<{ b: number; a?: number | undefined }>();
  });

  test("autoincrement(false): the client always gives the key", () => {
    expectTypeOf(table("t", { id: integer().primaryKey().autoincrement(false) }).$insert).toEqualTypeOf<{ id: number }>();
    expectTypeOf(table("t", { id: integer().autoincrement(false).primaryKey() }).$insert).toEqualTypeOf<{ id: number }>();
  });
});

describe("defaults", () => {
  test("a value, a function, a function of the row's other parameters, an expression", () => {
    text().default("x");
    text().default(() => "x");
    text().default((context) => {
      expectTypeOf(context.currentParameters).toEqualTypeOf<Readonly<Record<string, unknown>>>();
      return String(context.currentParameters.name);
    });
    text().default(func.lower("X"));
    timestamp().default(sql.text("now()"));
    integer().onUpdate(() => 1);
    // @ts-expect-error a number is no text
    text().default(5);
    // @ts-expect-error nor does the function give one
    text().default(() => 5);
    // @ts-expect-error an expression of another type
    text().default(func.count());
    // @ts-expect-error a default has no parameters of its own
    text().default(bindParam("x", text()));
    // @ts-expect-error nor has one in the server
    text().serverDefault(bindParam("x", text()));
    // @ts-expect-error a default of null is none for what T holds
    text().notNull().default(null);
  });

  test("JSON's null is not SQL's, and fits every JSON column", () => {
    json().default(json.null);
    json().$type<{ theme: string }>().notNull().default(json.null);
    insert(users).values({ name: "x", profile: json.null });
    // @ts-expect-error SQL's null does not fit NOT NULL
    json().$type<{ theme: string }>().notNull().default(null);
  });

  test("another type on some databases has the same values", () => {
    const t = table("t", { id: integer().primaryKey(), name: text().notNull().withVariant(varchar(10), "mysql", "mariadb") });
    expectTypeOf(t.$row).toEqualTypeOf<{ id: number; name: string }>();
    // @ts-expect-error a number is no string
    text().withVariant(integer(), "mysql");
    // @ts-expect-error for which database?
    text().withVariant(varchar(10));
  });

  test("a type of one's own", () => {
    const colour = typeDecorator({
      name: "colour",
      impl: text(),
      toDatabase: (c: { hex: string }) => c.hex,
      fromDatabase: (hex) => ({ hex }),
    });
    // @ts-expect-error an expression is needed, no text
    typeDecorator({ name: "x", impl: text(), bindExpression: (value) => `fold(${value})` });
    const t = table("t", { paint: colour("paint_hex").notNull(), other: colour() });
    expectTypeOf(t.$row).toEqualTypeOf<{ paint: { hex: string }; other: { hex: string } | null }>();
    t.c.paint.eq({ hex: "#fff" });
    // @ts-expect-error not a colour
    t.c.paint.eq("#fff");
    // @ts-expect-error nor is this
    colour().default("#fff");
  });
});

describe("names", () => {
  test("tables refer to themselves and to each other", () => {
    expectTypeOf(users.c.bossId.$type).toEqualTypeOf<number | null>();
    expectTypeOf(left.$row).toEqualTypeOf<{ id: number; rightId: number | null }>();
    expectTypeOf(right.$row).toEqualTypeOf<{ id: number; leftId: number | null; price: string | null; big: bigint | null }>();
  });

  test("columns by key", () => {
    expectTypeOf(addresses.c.email.$type).toEqualTypeOf<string>();
    expectTypeOf(addresses.c.email.$key).toEqualTypeOf<"email">();
    // @ts-expect-error the key, not the column's name
    addresses.c.email_address;
  });

  test("with and without MetaData a table is the same", () => {
    const columns = { id: integer().primaryKey(), name: text() };
    expectTypeOf(table("buoy", columns)).toEqualTypeOf(new MetaData().table("buoy", columns));
    table("buoy", columns, { schema: "sea" });
    // @ts-expect-error a column definition is wanted
    table("buoy", { id: 5 });
    // @ts-expect-error no such action
    integer().references("a.id", { onDelete: "explode" });
  });
});
