import type { GoldenError } from "./python.js";

/** Builds a case's statement. */
export type Build = () => unknown;

/** The answer of one dialect, as the golden files have it; README.md beside them says what the fields mean. */
export interface GoldenAnswer {
  readonly sql?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly params_error?: GoldenError;
  readonly positional?: readonly string[];
  readonly expanded?: { readonly sql: string; readonly params: Readonly<Record<string, unknown>>; readonly positional?: readonly string[] };
  readonly driver_params?: Readonly<Record<string, unknown>>;
  readonly escaped_names?: Readonly<Record<string, string>>;
  readonly prefetch?: readonly string[];
  readonly postfetch?: readonly string[];
  readonly returning?: readonly (string | null)[];
  readonly implicit_returning?: boolean;
  readonly inline?: boolean;
  readonly postfetch_lastrowid?: boolean;
  readonly warnings?: readonly string[];
  readonly error?: GoldenError;
}

export interface GoldenCase {
  readonly id: string;
  readonly about: string;
  readonly python: string;
  readonly defect?: string;
  readonly options?: {
    readonly column_keys?: readonly string[];
    readonly params?: Readonly<Record<string, unknown>>;
    readonly executemany?: boolean;
    readonly literal_binds?: boolean;
    readonly default_schema_name?: string;
    readonly schema_translate_map?: Readonly<Record<string, string | null>>;
  };
  readonly dialects?: Readonly<Record<string, GoldenAnswer>>;
  /** What is executed as one executemany. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly construct_error?: GoldenError;
  readonly construct_warnings?: readonly string[];
  readonly facts?: Readonly<Record<string, { readonly python: string; readonly value: unknown }>>;
}
