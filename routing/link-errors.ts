/** A protocol cannot serve an entry of the link plan; the message is for the user. */
export class LinkSetupError extends Error {
  override readonly name = "LinkSetupError";
  /** Which list of the plan, and which entry of it. */
  readonly kind: "isl" | "ground";
  readonly entry: number;

  constructor(kind: "isl" | "ground", entry: number, cause: unknown) {
    super(messageOf(cause), { cause });
    this.kind = kind;
    this.entry = entry;
  }
}

/** A protocol threw, or chose a link that cannot be, at some tick. */
export class LinkProtocolError extends Error {
  override readonly name = "LinkProtocolError";
  readonly protocol: string;
  readonly tick: number;

  constructor(protocol: string, tick: number, cause: unknown) {
    super(`link protocol "${protocol}" failed at tick ${tick}: ${messageOf(cause)}`, { cause });
    this.protocol = protocol;
    this.tick = tick;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
