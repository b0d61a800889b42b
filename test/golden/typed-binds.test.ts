import { goldenSuite } from "./harness.js";
import { typedBinds } from "./typed-binds.js";

const JSON_INDEX = "the elements of a JSON document";
const ARRAY_OPERATORS = "the operators of PostgreSQL's arrays and JSONB";
const OWN_EXPRESSION = "types that wrap their values in an expression";

goldenSuite("typed-binds", typedBinds, {
  forms: {
    "type-json-none": { payload: { symbol: "JSON_NULL" } },
    "type-numeric": { ratio: 0.5 },
    "type-numeric-from-int": { price: "3" },
  },
  waiting: {
    "type-json-path-where": JSON_INDEX,
    "type-json-path-int": JSON_INDEX,
    "type-array-literal": ARRAY_OPERATORS,
    "type-array-contains": ARRAY_OPERATORS,
    "type-array-append": ARRAY_OPERATORS,
    "type-array-index": ARRAY_OPERATORS,
    "type-array-slice-set": ARRAY_OPERATORS,
    "type-jsonb": ARRAY_OPERATORS,
    "type-jsonb-subscript-set": ARRAY_OPERATORS,
    "type-custom-bind-expression": OWN_EXPRESSION,
    "type-custom-bind-expression-multi": OWN_EXPRESSION,
    "type-custom-bind-expression-update": OWN_EXPRESSION,
    "type-variant": "types that are another one on some databases",
  },
});
