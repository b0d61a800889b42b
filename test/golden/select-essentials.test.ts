import { goldenSuite } from "./harness.js";
import { selectEssentials } from "./select-essentials.js";

goldenSuite("select-essentials", selectEssentials);
