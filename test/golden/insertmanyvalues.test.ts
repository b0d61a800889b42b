import { bulkSuite } from "./bulk-suite.js";
import { insertManyValues } from "./insertmanyvalues.js";

bulkSuite("insertmanyvalues", insertManyValues);
