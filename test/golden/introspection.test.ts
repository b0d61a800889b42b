import { goldenSuite } from "./harness.js";
import { introspection, introspectionFacts } from "./introspection.js";

goldenSuite("introspection", introspection, {
  facts: introspectionFacts,
  waiting: {
    "intro-excluded": "the dialects' own insert",
    "intro-str-dialect-specific": "athanor/mysql",
    "intro-str-sqlite-specific": "onConflictDoNothing",
    "intro-str-pg-specific": "athanor/postgresql",
  },
});
