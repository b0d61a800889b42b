import { goldenSuite } from "./harness.js";
import { insertBinds } from "./insert-binds.js";

// a number is no text of a varchar's: TypeScript refuses it, and the type does when it is bound
goldenSuite("insert-binds", insertBinds, { forms: { "binds-literal-typed": { name: "5" } } });
