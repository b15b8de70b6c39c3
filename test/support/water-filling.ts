/** A network of ports that flows share, as plainly as it can be said. */
export interface Sharing {
  readonly capacitiesBps: readonly number[];
  /** The ports of each flow; one that is there twice counts twice. */
  readonly flows: readonly (readonly number[])[];
}

/**
 * Max-min fair rates by progressive filling over everything: all rates rise together; when a port is full, its
 * flows stay where they are.
 */
export function waterFilling({ capacitiesBps, flows }: Sharing): number[] {
  const rates = flows.map(() => 0);
  const rising = new Set(flows.keys());
  while (rising.size > 0) {
    const shares = capacitiesBps.map((capacity, port) => {
      let left = capacity;
      let uses = 0;
      flows.forEach((ports, flow) => {
        const times = ports.filter((each) => each === port).length;
        if (rising.has(flow)) uses += times;
        else left -= times * rates[flow];
      });
      return uses === 0 ? Number.POSITIVE_INFINITY : left / uses;
    });
    const level = Math.max(0, Math.min(...shares));
    const full = shares.indexOf(Math.min(...shares));
    for (const flow of rising) {
      if (!flows[flow].includes(full)) continue;
      rates[flow] = level;
      rising.delete(flow);
    }
  }
  return rates;
}
