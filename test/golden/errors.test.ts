import { errors } from "./errors.js";
import { goldenSuite } from "./harness.js";

goldenSuite("errors", errors);
