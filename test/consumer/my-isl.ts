import { defineLinkProtocol, z } from "starbelt";

/** Links each satellite to the next in its shell. */
export default defineLinkProtocol({
  name: "chain",
  config: z.strictObject({ stride: z.int().min(1) }),
  setup({ entry, config }) {
    return (tick, links) => {
      for (const shell of entry.shells) {
        for (let i = 0; i + config.stride < shell.count; i++) {
          const [a, b] = [shell.first + i, shell.first + i + config.stride];
          if (tick.usable[a] === 1 && tick.usable[b] === 1) links.add(a, b);
        }
      }
    };
  },
});
