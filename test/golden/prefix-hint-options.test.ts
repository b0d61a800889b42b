import { goldenSuite } from "./harness.js";
import { prefixHintOptions } from "./prefix-hint-options.js";

goldenSuite("prefix-hint-options", prefixHintOptions);
