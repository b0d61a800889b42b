import { ArgumentError } from "../errors/index.js";
import { CreateEnumNode, DropEnumNode, type EnumFacts } from "../nodes/ddl.js";
import { ArrayType, EnumType, type SqlType, TypeDecorator } from "../sqltypes/index.js";
import { settled, type Work } from "../util/work.js";
import { DdlStep } from "./ddl.js";
import type { AnyDdlConnection } from "./ddl-connection.js";
import type { AnyTable } from "./metadata.js";

const forWriting = { writes: true };

/** The enumeration inside of a type that has a name in the database. */
function enumIn(type: SqlType<unknown>): EnumFacts | null {
  if (type instanceof TypeDecorator) return enumIn(type.impl);
  if (type instanceof ArrayType) return enumIn(type.element);
  return type instanceof EnumType && type.name !== undefined ? { name: type.name, values: type.values } : null;
}

/** The enumerations that the tables' columns have, each once. @throws ArgumentError for two of one name that differ */
function enumsOf(tables: readonly AnyTable[]): ReadonlyMap<string, EnumFacts> {
  const byName = new Map<string, EnumFacts>();
  for (const column of tables.flatMap(({ node }) => node.columns)) {
    const found = enumIn(column.type);
    if (!found) continue;
    const known = byName.get(found.name);
    if (known && known.values.join("\0") !== found.values.join("\0"))
      throw new ArgumentError(
        `There are two enumerations '${found.name}' with other values: ${known.values.join(", ")}; ${found.values.join(", ")}.`,
      );
    byName.set(found.name, found);
  }
  return byName;
}

function* enumsThere(connection: AnyDdlConnection, enums: readonly EnumFacts[], wished: boolean, checkFirst: boolean): Work<EnumFacts[]> {
  const found: EnumFacts[] = [];
  for (const each of enums) {
    const there = checkFirst ? yield* settled(connection.hasType?.(each.name, null, forWriting)) : wished;
    if (there === undefined || there === wished) found.push(each);
  }
  return found;
}

/** Creates the enumerations of the tables that are not there, where such are types of their own. */
export function* createEnums(connection: AnyDdlConnection, tables: readonly AnyTable[], checkFirst: boolean): Work<void> {
  if (!connection.dialect.ddl.enumTypes) return;
  for (const facts of yield* enumsThere(connection, [...enumsOf(tables).values()], false, checkFirst))
    yield* settled(connection.executeDdl(new DdlStep(new CreateEnumNode(facts))));
}

/** Drops the enumerations of the tables that have been dropped, unless those that stay have them too. */
export function* dropEnums(
  connection: AnyDdlConnection,
  dropped: readonly AnyTable[],
  kept: readonly AnyTable[],
  checkFirst: boolean,
): Work<void> {
  if (!connection.dialect.ddl.enumTypes) return;
  const needed = enumsOf(kept);
  const free = [...enumsOf(dropped).values()].filter(({ name }) => !needed.has(name));
  for (const facts of yield* enumsThere(connection, free, true, checkFirst))
    yield* settled(connection.executeDdl(new DdlStep(new DropEnumNode(facts))));
}
