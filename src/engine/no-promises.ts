import { InvalidRequestError } from "../errors/index.js";

/** The error of a synchronous engine for a promise that it has met where none should be. */
export function noPromises(): Error {
  return new InvalidRequestError("A synchronous engine has met a promise, which it can't wait for: its driver does not answer at once.");
}
