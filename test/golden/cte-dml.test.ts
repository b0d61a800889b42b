import { cteDml } from "./cte-dml.js";
import { goldenSuite } from "./harness.js";

goldenSuite("cte-dml", cteDml);
