// Bundles the package's entry points in dist: few files are loaded several times faster than the hundreds that the sources are.
// What several entry points share goes into chunks, so that all of them have the same classes. tsc has made the declarations.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const sources = Object.values(exports).flatMap((entry) => entry.default?.replace(/^\.\/dist\/(.*)\.js$/, "src/$1.ts") ?? []);

await build({
  entryPoints: sources,
  outbase: "src",
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // the package says of dist, not of src, which files do something when they are loaded
  ignoreAnnotations: true,
  logLevel: "warning",
});
