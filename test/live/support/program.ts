import { type BuildOptions, build } from "esbuild";

/** Builds a program of the tests' into one file, with the library's source; gives the file. */
export async function builtProgram(outfile: string, source: Pick<BuildOptions, "entryPoints" | "stdin" | "banner">): Promise<string> {
  await build({
    ...source,
    alias: { athanor: "./src/index.ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  return outfile;
}
