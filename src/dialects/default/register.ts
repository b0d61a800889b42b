import { registerDefaultCompiler } from "../../expression/compile-hook.js";
import { stringDialect } from "./string.js";

// the one module with a side effect: from here on String(stmt) knows how
registerDefaultCompiler(stringDialect());
