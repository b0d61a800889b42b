import { deletes } from "./delete.js";
import { goldenSuite } from "./harness.js";

goldenSuite("delete", deletes);
