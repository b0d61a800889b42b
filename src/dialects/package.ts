import { DriverError } from "./driver-error.js";

/**
 * A driver's package, which is optional: the driver asks for it by a name that bundlers don't follow.
 *
 * @param name the package
 * @param version the major version that the driver is written for
 * @param load imports it
 * @throws DriverError where it is not installed, or can't be loaded
 */
export async function installedPackage<T>(name: string, version: number, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw notLoaded(name, version, error);
  }
}

/** The same for a package that can be loaded without a promise. */
export function requiredPackage<T>(name: string, version: number, load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw notLoaded(name, version, error);
  }
}

function notLoaded(name: string, version: number, error: unknown): DriverError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const message =
    code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
      ? `The driver for ${name} needs that package, which is not installed: npm install ${name}@${version}`
      : `The package ${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
  return new DriverError("interface", message, { cause: error });
}
