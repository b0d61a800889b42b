import { goldenSuite } from "./harness.js";
import { onDuplicateKey } from "./on-duplicate-key.js";

goldenSuite("on-duplicate-key", onDuplicateKey);
