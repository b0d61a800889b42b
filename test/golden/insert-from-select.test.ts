import { goldenSuite } from "./harness.js";
import { insertFromSelect } from "./insert-from-select.js";

goldenSuite("insert-from-select", insertFromSelect);
