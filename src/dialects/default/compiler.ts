import { SqlCompiler } from "../../compiler/statements.js";

/** The compiler as it is. */
export class DefaultCompiler extends SqlCompiler {}
