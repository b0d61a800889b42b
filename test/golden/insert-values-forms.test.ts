import { goldenSuite } from "./harness.js";
import { insertValuesForms } from "./insert-values-forms.js";

goldenSuite("insert-values-forms", insertValuesForms);
