import { goldenSuite } from "./harness.js";
import { valuesConstruct } from "./values-construct.js";

goldenSuite("values-construct", valuesConstruct);
