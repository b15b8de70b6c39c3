/** Where a protocol, router or plugin comes from; plain data, so that workers can load the same one. */
export interface ExtensionRef {
  /** As written in the scenario. */
  readonly name: string;
  /** Module URL of a user's own; absent for built-in ones. */
  readonly url?: string;
}

/** An extension with its validated configuration (plain data). */
export interface ExtensionUse {
  readonly ref: ExtensionRef;
  readonly config: unknown;
}
