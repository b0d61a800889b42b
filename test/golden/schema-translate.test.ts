import { goldenSuite } from "./harness.js";
import { schemaTranslate } from "./schema-translate.js";

goldenSuite("schema-translate", schemaTranslate);
