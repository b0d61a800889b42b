import { foreignKey, InvalidRequestError, integer, MetaData, NoReferenceError, table, text } from "athanor";
import { describe, expect, test } from "vitest";

interface Described {
  readonly columns: readonly string[];
  readonly target: string;
  readonly targets: readonly string[];
}

/** The foreign keys of a table as plain data. */
function keysOf(of: { readonly definition: ReturnType<MetaData["table"]>["definition"] }): Described[] {
  return of.definition.constraints
    .filter((each) => each.constraint === "foreignKey")
    .map((key) => ({
      columns: key.columns.map((column) => column.name),
      target: key.target.name,
      targets: key.targets.map((column) => column.name),
    }));
}

function userTable(metadata: MetaData) {
  return metadata.table("user_account", { id: integer().primaryKey(), home: integer("home_id"), name: text() });
}

describe("a target is found when it is first needed", () => {
  test("by a function, in a table that is declared later", () => {
    const metadata = new MetaData();
    const address = metadata.table("address", { id: integer().primaryKey(), userId: integer("user_id").references(() => users.c.id) });
    const users = userTable(metadata);
    expect(keysOf(address)).toEqual([{ columns: ["user_id"], target: "user_account", targets: ["id"] }]);
  });

  test("by name, in a table that is declared later", () => {
    const metadata = new MetaData();
    const address = metadata.table("address", { userId: integer("user_id").references("user_account.home_id") });
    userTable(metadata);
    expect(keysOf(address)).toEqual([{ columns: ["user_id"], target: "user_account", targets: ["home_id"] }]);
  });

  test("in the table itself", () => {
    const metadata = new MetaData();
    const node = metadata.table("node", { id: integer().primaryKey(), parent: integer().references(() => node.c.id) });
    expect(keysOf(node)).toEqual([{ columns: ["parent"], target: "node", targets: ["id"] }]);
  });

  test("a table that failed for want of another works once that is there", () => {
    const metadata = new MetaData();
    const address = metadata.table("address", { userId: integer().references("user_account.id") });
    expect(() => address.definition).toThrow(NoReferenceError);
    userTable(metadata);
    expect(keysOf(address)).toHaveLength(1);
  });
});

describe("names", () => {
  test("may say a schema", () => {
    const metadata = new MetaData();
    metadata.table("dock", { id: integer().primaryKey() }, () => [], { schema: "harbor" });
    const berth = metadata.table("berth", { dock: integer().references("harbor.dock.id") });
    expect(keysOf(berth)).toEqual([{ columns: ["dock"], target: "dock", targets: ["id"] }]);
  });

  test("without a schema mean the MetaData's own first", () => {
    const metadata = new MetaData({ schema: "harbor" });
    const dock = metadata.table("dock", { id: integer().primaryKey() });
    const berth = metadata.table("berth", { dock: integer().references("dock.id"), other: integer().references("harbor.dock.id") });
    const [first, second] = berth.definition.constraints;
    expect([first, second]).toMatchObject([{ target: dock.node }, { target: dock.node }]);
  });

  test("may have dots in them", () => {
    const metadata = new MetaData();
    metadata.table("a.b", { "c.d": integer(), e: integer() });
    const holder = metadata.table("holder", { x: integer().references("a.b.c.d"), y: integer().references("a.b.e") });
    expect(keysOf(holder).map((key) => key.targets)).toEqual([["c.d"], ["e"]]);
  });
});

describe("a key of several columns", () => {
  const metadata = new MetaData();
  const pair = metadata.table("pair", { a: integer().primaryKey(), b: integer().primaryKey() });
  const users = userTable(metadata);

  test("takes columns, functions and names", () => {
    const holder = metadata.table("holder", { x: integer(), y: integer() }, (c) => [
      foreignKey([c.x, c.y], [pair.c.a, () => pair.c.b]),
      foreignKey([c.y, c.x], ["pair.a", "pair.b"], { name: "fk_turned", onDelete: "set null" }),
    ]);
    expect(keysOf(holder)).toEqual([
      { columns: ["x", "y"], target: "pair", targets: ["a", "b"] },
      { columns: ["y", "x"], target: "pair", targets: ["a", "b"] },
    ]);
  });

  test("refers to one table only", () => {
    const holder = metadata.table("torn", { x: integer(), y: integer() }, (c) => [foreignKey([c.x, c.y], [pair.c.a, users.c.id])]);
    expect(() => holder.definition).toThrow(InvalidRequestError);
    expect(() => holder.definition).toThrow(
      "Foreign key of torn.x, torn.y refers to more than one table: pair.a, user_account.id. Declare one for each.",
    );
  });
});

describe("what is not there is named, with both ends", () => {
  const failure = (declare: (metadata: MetaData) => { readonly definition: unknown }): string => {
    const metadata = new MetaData();
    userTable(metadata);
    const made = declare(metadata);
    try {
      void made.definition;
    } catch (error) {
      expect(error).toBeInstanceOf(NoReferenceError);
      return String(error instanceof Error ? error.message : error);
    }
    throw new Error("nothing was thrown");
  };

  test("a table", () => {
    expect(failure((metadata) => metadata.table("address", { user: integer("user_id").references("users.id") }))).toBe(
      "Foreign key associated with column 'address.user_id' could not find table 'users' with which to generate a foreign key to target column 'id'. Tables of this MetaData: user_account, address.",
    );
  });

  test("a column", () => {
    expect(failure((metadata) => metadata.table("address", { user: integer("user_id").references("user_account.uid") }))).toBe(
      "Could not initialize target column for ForeignKey 'user_account.uid' of column 'user_id' on table 'address': table 'user_account' has no column named 'uid'; its columns are: id, home_id, name.",
    );
  });

  test("a column whose key was given in place of its name", () => {
    expect(failure((metadata) => metadata.table("address", { user: integer().references("user_account.home") }))).toContain(
      "'home' is the key of its column 'home_id': write 'user_account.home_id'.",
    );
  });

  test("a name without a column", () => {
    expect(failure((metadata) => metadata.table("address", { user: integer().references("user_account") }))).toBe(
      "Foreign key associated with column 'address.user' names 'user_account', which is no column: write 'table.column' or 'schema.table.column'.",
    );
  });

  test("a function that gives a table", () => {
    const users = table("user_account", { uid: integer().primaryKey() });
    expect(failure((metadata) => metadata.table("address", { user: integer().references(() => users) }))).toBe(
      "Foreign key associated with column 'address.user' must refer to a column of a table, got a FROM clause (user_account). Name the column: () => user_account.c.uid.",
    );
  });

  test("a function that gives nothing, or a column of an alias", () => {
    expect(failure((metadata) => metadata.table("address", { user: integer().references(() => undefined) }))).toContain("got undefined");
    const alias = table("user_account", { uid: integer() }).alias("u");
    expect(failure((metadata) => metadata.table("address", { user: integer().references(() => alias.c.uid) }))).toContain(
      "got a column construct",
    );
  });

  test("a function that throws, as one does when modules import each other", () => {
    const message = failure((metadata) =>
      metadata.table("address", {
        user: integer().references(() => {
          throw new ReferenceError("Cannot access 'users' before initialization");
        }),
      }),
    );
    expect(message).toContain("has thrown ReferenceError: Cannot access 'users' before initialization");
  });

  test("anything, in a table that belongs to no MetaData", () => {
    expect(failure(() => table("address", { user: integer().references("user_account.id") }))).toContain(
      "its table belongs to no MetaData in which that could be looked up",
    );
  });
});
