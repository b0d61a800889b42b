import { goldenSuite } from "./harness.js";
import { updateReturning } from "./update-returning.js";

goldenSuite("update-returning", updateReturning);
