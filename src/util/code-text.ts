let takesText = true;

/**
 * A function made of text, for what is faster when it is written out for one shape. Only indexes and quoted keys go into the
 * text. Where the runtime takes no code from text (many at the edge do not), there is none.
 *
 * @param parameters the names of what the function is given
 * @param body its text
 */
export function functionOfText<F>(parameters: readonly string[], body: string): F | null {
  if (!takesText) return null;
  try {
    return new Function(...parameters, body) as F; // the marked place: what the text is, whoever wrote it knows
  } catch {
    takesText = false;
    return null;
  }
}
