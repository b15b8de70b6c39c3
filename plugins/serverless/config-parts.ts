import { DATA_RATE_BPS, DATA_SIZE_BYTES, DURATION_NS, type Quantity, quantity, z } from "../../index.js";

const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;
export const BYTES_PER_MB = 1e6;

const EVENT_RATE: Quantity = {
  what: "a rate of events",
  example: "5 /s",
  units: { "/s": 1, "/min": 1 / 60, "/h": 1 / 3600, "/d": 1 / 86_400 },
};

export const name = z.string().min(1);

/** One name or several. */
export const names = z.union([name, z.array(name).min(1)], { error: "expected a name, or a list of names" });

type Limits = Parameters<typeof quantity>[1];

export const bytes = (limits: Limits = {}) =>
  quantity(DATA_SIZE_BYTES, { atLeast: "0 B", ...limits }).transform((value) => Math.round(value));

export const megabytes = () =>
  quantity(DATA_SIZE_BYTES, { atLeast: "0 B" }).transform((value) => value / BYTES_PER_MB);

/** As far as the clock counts. */
const LONGEST = "104 d";

export const seconds = (limits: Limits = { atLeast: "0 s" }) =>
  quantity(DURATION_NS, { atMost: LONGEST, ...limits }).transform((ns) => ns / NS_PER_SECOND);

export const milliseconds = (limits: Limits = { above: "0 s" }) =>
  quantity(DURATION_NS, limits).transform((ns) => ns / NS_PER_MS);

export const bandwidth = () => quantity(DATA_RATE_BPS, { above: "0 bps" });

export const perSecond = () => quantity(EVENT_RATE, { above: "0 /s" });

/** A duration, or `never`. */
export const secondsOrNever = () =>
  z.union([z.literal("never"), seconds()], {
    error: ({ input }) =>
      `expected a duration with a unit of at least 0 s, such as "10 min", or never; got ${JSON.stringify(input)}`,
  });

/** A mapping, or one value in place of it: what is wrong with that value is told as it is. */
export const shortOr = <S extends z.ZodType, L extends z.ZodType>(short: S, long: L, expected: string) =>
  z.union([short, long], {
    error: ({ input, errors }) => {
      const isShort = typeof input === "string" || typeof input === "number";
      return (isShort && errors?.[0]?.[0]?.message) || `expected ${expected}`;
    },
  });
