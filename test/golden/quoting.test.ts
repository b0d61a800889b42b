import { goldenSuite } from "./harness.js";
import { quoting } from "./quoting.js";

goldenSuite("quoting", quoting);
