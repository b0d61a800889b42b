import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** The package's own names lead to its source, so that tests need no build. */
const alias = [
  { find: /^athanor$/, replacement: source("index.ts") },
  { find: /^athanor\/(sqlite|postgresql|mysql|mssql|oracle|default)$/, replacement: source("dialects/$1/index.ts") },
];

const suite = (name: string, more: object = {}) => ({
  resolve: { alias },
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000, ...more },
});

export default defineConfig({
  test: {
    pool: "threads",
    reporters: process.env.CI ? ["default", ["json", { outputFile: "build/test-results.json" }]] : ["default"],
    projects: [
      suite("unit", { isolate: false }),
      suite("golden", { globalSetup: "test/golden/report.ts", isolate: false }),
      suite("live", { pool: "forks", globalSetup: "test/servers/setup.ts" }),
      suite("fault", { pool: "forks", globalSetup: "test/fault/support/setup.ts" }),
      suite("soak", { pool: "forks", globalSetup: "test/soak/setup.ts" }),
      suite("property", { isolate: false, testTimeout: 60_000 }),
      suite("types", {
        include: [],
        typecheck: { enabled: true, only: true, include: ["test/types/**/*.test-d.ts"], tsconfig: "test/types/tsconfig.json" },
      }),
    ],
  },
});
