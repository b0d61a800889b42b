import { goldenSuite } from "./harness.js";
import { typedBinds } from "./typed-binds.js";

const OWN_EXPRESSION = "types that wrap their values in an expression";

goldenSuite("typed-binds", typedBinds, {
  forms: {
    "type-json-none": { payload: { symbol: "JSON_NULL" } },
    "type-numeric": { ratio: 0.5 },
    "type-numeric-from-int": { price: "3" },
  },
  waiting: {
    "type-custom-bind-expression": OWN_EXPRESSION,
    "type-custom-bind-expression-multi": OWN_EXPRESSION,
    "type-custom-bind-expression-update": OWN_EXPRESSION,
  },
});
