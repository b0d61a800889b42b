import { goldenSuite } from "./harness.js";
import { updateCorrelated } from "./update-correlated.js";

goldenSuite("update-correlated", updateCorrelated);
