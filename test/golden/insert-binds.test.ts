import { goldenSuite } from "./harness.js";
import { insertBinds } from "./insert-binds.js";

goldenSuite("insert-binds", insertBinds);
