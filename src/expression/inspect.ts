/** What Node's `console.log` asks an object for: statements and expressions show their SQL, not their insides. */
export const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
