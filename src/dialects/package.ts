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
    const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    const message = missing
      ? `The driver for ${name} needs that package, which is not installed: npm install ${name}@${version}`
      : `The package ${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    throw new DriverError("interface", message, { cause: error });
  }
}
