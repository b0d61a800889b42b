import { goldenSuite } from "./harness.js";
import { introspection, introspectionFacts } from "./introspection.js";

goldenSuite("introspection", introspection, {
  facts: introspectionFacts,
});
