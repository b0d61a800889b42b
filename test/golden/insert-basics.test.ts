import { goldenSuite } from "./harness.js";
import { insertBasics } from "./insert-basics.js";

goldenSuite("insert-basics", insertBasics);
