import { goldenSuite } from "./harness.js";
import { insertReturning } from "./insert-returning.js";

goldenSuite("insert-returning", insertReturning);
