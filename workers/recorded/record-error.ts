/** A record that passed its checksum does not hold what it says: it was not written by this format. */
export class RecordError extends Error {
  override readonly name = "RecordError";
}
