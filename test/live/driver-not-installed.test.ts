import { registerHooks } from "node:module";
import { createEngine, InterfaceError } from "athanor";
import { expect, test } from "vitest";
import { rejectedWith } from "./support/recorded.js";

test("says which package to install", async () => {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (!/^better-sqlite3$|\/node_modules\/better-sqlite3\//.test(specifier)) return next(specifier, context);
      throw Object.assign(new Error("Cannot find package 'better-sqlite3'"), { code: "ERR_MODULE_NOT_FOUND" });
    },
  });
  const engine = createEngine("sqlite+better-sqlite3://");
  const error = await rejectedWith(InterfaceError, engine.connect());
  expect(error.message).toBe("The driver for better-sqlite3 needs that package, which is not installed: npm install better-sqlite3@13");
  hooks.deregister();
  await engine.close();
});
