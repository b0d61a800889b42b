import { InvalidRequestError } from "../../errors/index.js";

/** What we use of a `Pool` of the package `lightning-pool`. Its callbacks come at once where nothing has to be waited for. */
export interface LibraryPool<T extends object> {
  /** Idle ones. */
  readonly available: number;
  readonly acquired: number;
  /** Idle ones, those in use, and those that are just being closed. */
  readonly size: number;
  acquire(callback: (error?: Error, resource?: T) => void): void;
  release(resource: T): void;
  destroyAsync(resource: T): Promise<void>;
  on(event: "destroy-error", listener: (error: unknown) => void): unknown;
}

/** What makes and ends the pool's resources. */
export interface Factory<T extends object> {
  create(): Promise<T>;
  destroy(resource: T): Promise<void>;
  /** Whether an idle one can be given out; it is destroyed otherwise. */
  validate(resource: T): boolean | Promise<boolean>;
}

/** What we set of the package's options. */
export interface LibraryOptions {
  readonly max: number;
  readonly fifo: boolean;
  /** 0 for none: an idle resource is no burden, and its timer would keep the process alive. */
  readonly houseKeepInterval: 0;
  readonly acquireMaxRetries: 0;
  readonly maxQueue: number;
}

interface Library {
  createPool<T extends object>(factory: Factory<T>, options: LibraryOptions): LibraryPool<T>;
}

const PACKAGE = "lightning-pool";

/**
 * The package that pools: asked for when the first connection to a server is, by a name that bundlers don't follow, since
 * it needs Node.
 */
export async function poolLibrary(): Promise<Library> {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE);
  } catch (error) {
    throw new InvalidRequestError(
      `The package ${PACKAGE}, which comes with athanor, could not be loaded: install it where the program runs, as bundlers leave it out.`,
      { cause: error },
    );
  }
}
