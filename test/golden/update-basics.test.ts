import { goldenSuite } from "./harness.js";
import { updateBasics } from "./update-basics.js";

goldenSuite("update-basics", updateBasics);
