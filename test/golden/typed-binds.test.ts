import { goldenSuite } from "./harness.js";
import { typedBinds } from "./typed-binds.js";

goldenSuite("typed-binds", typedBinds, {
  forms: {
    "type-json-none": { payload: { symbol: "JSON_NULL" } },
    "type-numeric": { ratio: 0.5 },
  },
});
