/** The bytes of `\x00ff`, which is how a session writes them whose `bytea_output` is hex. */
function hexBytes(text: string): Uint8Array {
  return Uint8Array.from(text.slice(2).match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

/** The bytes of `a\\b\000`, as older clients like it: what can't be printed is octal. */
function escapedBytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/\\\d{3}|\\\\|[^\\]/g) ?? [], (one) =>
    one.length === 4 ? Number.parseInt(one.slice(1), 8) : one.charCodeAt(0),
  );
}

/** Reads bytes, whatever the session's `bytea_output`: behind a proxy it is not ours to set. */
export function parseBytes(text: string): Uint8Array {
  return text.startsWith("\\x") ? hexBytes(text) : escapedBytes(text);
}
