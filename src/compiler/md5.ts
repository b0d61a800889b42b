// RFC 1321. Names that are too long end with a part of this hash, so that they are those which SQLAlchemy has given.

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const CONSTANTS = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0);

/** The message in blocks of 64 bytes: a one bit, zeros, and its length in bits. */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, message.length * 8, true);
  view.setUint32(bytes.length - 4, Math.floor(message.length / 2 ** 29), true);
  return view;
}

/** What one of the four rounds mixes, and which word of the block it takes. */
function mixed(step: number, b: number, c: number, d: number): readonly [value: number, word: number] {
  if (step < 16) return [(b & c) | (~b & d), step];
  if (step < 32) return [(d & b) | (~d & c), (5 * step + 1) % 16];
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) % 16];
  return [c ^ (b | ~d), (7 * step) % 16];
}

/** The MD5 of a text in UTF-8, as 32 hexadecimal digits. It guards nothing: it only tells names apart. */
export function md5(text: string): string {
  const blocks = padded(new TextEncoder().encode(text));
  let state: readonly [number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let start = 0; start < blocks.byteLength; start += 64) {
    let [a, b, c, d] = state;
    for (let step = 0; step < 64; step += 1) {
      const [value, word] = mixed(step, b, c, d);
      const sum = (a + value + (CONSTANTS[step] ?? 0) + blocks.getInt32(start + 4 * word, true)) | 0;
      const shift = SHIFTS[step >> 4]?.[step % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    state = [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
  }
  const words = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => {
    words.setInt32(4 * index, word, true);
  });
  return Array.from(new Uint8Array(words.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
