/** All pieces of a text that is made bit by bit. */
export async function textOf(pieces: Iterable<string> | AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
