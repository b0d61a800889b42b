import { goldenSuite } from "./harness.js";
import { literalBinds } from "./literal-binds.js";

goldenSuite("literal-binds", literalBinds);
