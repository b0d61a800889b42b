import { type AnyExpr, type Criterion, deleteFrom, insert, integer, literal, MetaData, not, select, text, update } from "athanor";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import { ClauseCall } from "../../src/nodes/clause-call.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { makeDialect } from "../golden/dialects.js";
import { goldenStatements } from "./corpus.js";
import { cached, expectSame, uncached } from "./outcome.js";

// Statements that are built alike go along one path, by which their compiled form is found without a look at their trees. Here
// they are built by random calls, in any order, and compared with the same calls after one that no path has.

const dialects = ["default", "sqlite", "postgresql", "mysql"].map((name) => makeDialect(name));

const metadata = new MetaData();
const ship = metadata.table("ship", { id: integer().primaryKey(), name: text().notNull(), length: integer(), flag: text() });
const port = metadata.table("port", { id: integer().primaryKey(), name: text(), ship: integer("ship_id") });
const alias = ship.alias("other");
const columns = [ship.c.id, ship.c.name, ship.c.length, port.c.id, port.c.ship, alias.c.id];
const numbers = [ship.c.id, ship.c.length, port.c.id, port.c.ship, alias.c.id];

/** A query that takes any columns to sort by. */
interface Ordered {
  orderBy(key: AnyExpr): Ordered;
  compile(options: { readonly dialect: (typeof dialects)[number] }): { readonly sql: string };
}

interface Call {
  readonly clause: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
interface Recipe {
  readonly kind: "select" | "insert" | "update" | "delete";
  readonly calls: readonly Call[];
}
const small = fc.nat({ max: 11 });
const recipe: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constantFrom("select", "insert", "update", "delete"),
  calls: fc.array(fc.record({ clause: small, a: small, b: small, c: small }), { maxLength: 5 }),
});

function pick<T>(items: readonly T[], choice: number): T {
  const found = items[choice % items.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** What is made of a recipe: values are counted on, and criteria of small numbers are shared. */
class Making {
  readonly #shared = new Map<number, Criterion>();
  constructor(private count: number) {}

  number(): number {
    this.count += 1;
    return this.count;
  }

  /** One that comes again is the same object half of the times, and else one that is alike. */
  criterion({ a, b, c }: Call): Criterion {
    const shared = c % 2 === 0 ? this.#shared.get(a % 2) : undefined;
    const made = shared ?? this.#criterion(a % 2, c > 5 ? 0 : b);
    this.#shared.set(a % 2, made);
    return made;
  }

  #criterion(a: number, b: number): Criterion {
    const left = pick(numbers, a);
    const made: readonly (() => Criterion)[] = [
      () => left.eq(this.number()),
      () => left.gt(this.number()),
      () => left.eq(pick(numbers, b)),
      () => left.eq(null),
      () => left.in([this.number(), this.number()]),
      () => left.add(this.number()).lt(this.number()),
      () => not(left.ne(this.number())),
    ];
    return pick(made, b)();
  }

  row({ a, b, c }: Call): Record<string, unknown> {
    const cells: readonly (() => unknown)[] = [
      () => this.number(),
      () => this.number(),
      () => `text ${this.number()}`,
      () => null,
      () => undefined,
      () => ship.c.length.add(this.number()),
    ];
    const keys = ["id", "name", "length", "flag"].slice(c % 4);
    return Object.fromEntries(keys.map((key, index) => [key, pick(cells, index % 2 === 0 ? a : b)()]));
  }

  /** @param isPlain whether the statement goes along a path */
  statement({ kind, calls }: Recipe, isPlain: boolean) {
    const statement = { select: select(ship.c.id, ship.c.name), insert: insert(ship), update: update(ship), delete: deleteFrom(ship) }[
      kind
    ];
    let made: unknown = isPlain ? statement : statement.executionOptions({ plain: false });
    for (const call of calls) made = this.#called(made, call);
    return made as { readonly node: StatementNode; readonly built: StatementNode | ClauseCall };
  }

  #called(statement: unknown, call: Call): unknown {
    const { a, b, c, clause } = call;
    const order = [pick(columns, a), pick(columns, b).desc(), pick(columns, a).asc(), "name", pick(numbers, a).add(this.number())];
    const clauses: Readonly<Record<string, () => readonly unknown[]>> = {
      where: () => (b % 3 === 0 ? [this.criterion(call), this.criterion({ ...call, b: a })] : [this.criterion(call)]),
      values: () => [b % 4 === 0 ? [this.row(call), this.row(call)] : this.row(call)],
      returning: () => [pick<unknown>([...columns, ship], a)],
      join: () => [pick([port, alias], a), this.criterion(call)],
      outerJoin: () => [pick([port, alias], a), pick(numbers, a).eq(pick(numbers, b))],
      orderBy: () => [pick<unknown>(order, b)],
      limit: () => [c > 8 ? literal(this.number()).add(1) : this.number()],
      offset: () => [c > 8 ? literal(this.number()).add(1) : this.number()],
      distinct: () => [],
    };
    const names = Object.keys(clauses).filter((name) => typeof statement === "object" && statement !== null && name in statement);
    const name = pick(names, clause);
    const method: unknown = Reflect.get(statement as object, name);
    return typeof method === "function" ? method.apply(statement, clauses[name]?.()) : statement;
  }
}

function attempt<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    return String(error);
  }
}

test("what is built along a path compiles to what its tree compiles to, however often and with whatever values", () => {
  let paths = 0;
  fc.assert(
    fc.property(recipe, fc.constantFrom<CompileOptions[]>({}, { columnKeys: [] }, { columnKeys: ["name"] }), (each, options) => {
      for (const first of [0, 500, 900]) {
        const expected = attempt(() => new Making(first).statement(each, false).node);
        for (const dialect of dialects) {
          const built = attempt(() => new Making(first).statement(each, true));
          if (typeof built === "string" || typeof expected === "string") {
            expect(built).toBe(expected);
            continue;
          }
          if (built.built instanceof ClauseCall) paths += 1;
          expectSame(cached(dialect, built.built, options), uncached(dialect, expected, options));
          expectSame(uncached(dialect, built.node, options), uncached(dialect, expected, options));
        }
      }
    }),
    { numRuns: 700 },
  );
  expect(paths).toBeGreaterThan(2500);
});

test("the statements of the golden files too", async () => {
  let paths = 0;
  for (const { name, options, statement } of await goldenStatements()) {
    for (const dialect of dialects) {
      for (const each of [statement(), statement(), statement()]) {
        if (each.built instanceof ClauseCall) paths += 1;
        expectSame(cached(dialect, each.built ?? each.node, options), uncached(dialect, each.node, options), name);
      }
    }
  }
  expect(paths).toBeGreaterThan(1000);
});

test("what is compiled for a path counts as found, and goes when others take its room", () => {
  const dialect = makeDialect("sqlite");
  const one = (id: number) => select(ship.c.name).where(ship.c.id.eq(id)).compile({ dialect });
  const { compiled } = one(1);
  expect(one(2).compiled).toBe(compiled);
  expect(dialect.cacheStatistics).toMatchObject({ hits: 1, misses: 1, size: 1 });
  for (let count = 0; count < dialect.cacheStatistics.capacity; count += 1) select(ship.c.name.label(`name_${count}`)).compile({ dialect });
  const again = one(3);
  expect(again.compiled).not.toBe(compiled);
  expect(again.sql).toBe(compiled.sql);
  expect(again.values).toEqual([3]);
});

test("engines may come and go: each finds its own, and those before are not kept", () => {
  const statement = () => select(ship.c.flag, ship.c.length).where(ship.c.flag.eq("x"));
  for (let count = 0; count < 50; count += 1) {
    const dialect = makeDialect(pick(["sqlite", "mysql", "default"], count));
    const { compiled } = statement().compile({ dialect });
    expect(compiled.dialect).toBe(dialect);
    expect(statement().compile({ dialect }).compiled).toBe(compiled);
    expect(dialect.cacheStatistics.size).toBe(1);
  }
});

test("more paths than are kept are walked", () => {
  const dialect = makeDialect("sqlite");
  const all: readonly AnyExpr[] = [ship.c.id, ship.c.name, ship.c.length, ship.c.flag, port.c.id, port.c.name, port.c.ship];
  let sum = 0;
  for (let number = 0; number < 7 ** 5; number += 1) {
    let statement: Ordered = select(ship.c.id);
    for (let digits = number, count = 0; count < 5; count += 1, digits = Math.floor(digits / 7))
      statement = statement.orderBy(pick(all, digits % 7));
    if (number % 100 === 0) sum += statement.compile({ dialect }).sql.length;
  }
  expect(sum).toBeGreaterThan(1000);
  expect(select(ship.c.id).orderBy(ship.c.name).limit(5).compile({ dialect }).toDriver()).toMatchObject({ values: [5n, 0n] });
});
