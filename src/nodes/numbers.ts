/** What has a number of its own in every key. */
export const NULL = 3;
const TRUE = 4;
const FALSE = 5;

const MOST_FACTS = 100_000;
const facts = new Map<unknown, number>();
const objects = new WeakMap<object, number>();
let lastNumber = FALSE;

/** A number that nothing has yet. None is given twice, so that a cleared table costs a few misses and no mistake. */
export function newNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/** A number for a plain value, the same for equal ones; an object is equal to itself only. */
export function factNumber(fact: unknown): number {
  if (fact === null || fact === undefined) return NULL;
  if (fact === true) return TRUE;
  if (fact === false) return FALSE;
  const known = facts.get(fact);
  if (known !== undefined) return known;
  return typeof fact === "object" || typeof fact === "function" ? objectNumber(fact) : newFact(fact);
}

function newFact(fact: unknown): number {
  if (facts.size >= MOST_FACTS) facts.clear();
  const number = newNumber();
  facts.set(fact, number);
  return number;
}

function objectNumber(object: object): number {
  let known = objects.get(object);
  if (known === undefined) {
    known = newNumber();
    objects.set(object, known);
  }
  return known;
}
