import { goldenSuite } from "./harness.js";
import { inLists } from "./in-lists.js";

goldenSuite("in-lists", inLists);
