import { goldenSuite } from "./harness.js";
import { updateFrom } from "./update-from.js";

goldenSuite("update-from", updateFrom);
