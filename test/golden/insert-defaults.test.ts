import { goldenSuite } from "./harness.js";
import { insertDefaults } from "./insert-defaults.js";

goldenSuite("insert-defaults", insertDefaults);
