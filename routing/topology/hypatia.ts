import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";
import { list } from "./list.js";

const config = z.strictObject({
  check: z.boolean().default(true).describe("False lets links be longer than maxRange, or behind the Earth."),
});

/** `pairs` is flat, as for `list`. Whoever loads a scenario takes it from the directories' isls.txt. */
export interface HypatiaConfig extends z.output<typeof config> {
  readonly pairs?: Uint32Array<ArrayBuffer>;
}

/** `hypatia`: the links that Hypatia state directories name, by the rules that `list` obeys. */
export const hypatia = defineLinkProtocol<HypatiaConfig>({
  name: "hypatia",
  description: "the links of the Hypatia state directories among the sources",
  config,
  setup({ config: { pairs, check }, ...setup }) {
    if (pairs === undefined) throw new Error("hypatia needs the pairs of its directories");
    return list.setup({ ...setup, config: { pairs, check } });
  },
});
