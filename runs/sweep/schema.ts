import { z } from "zod";

/** `"5 %"` as 0.05. */
const Percent = z.unknown().transform((written, context): number => {
  const match = typeof written === "string" ? /^\s*(\d+\.?\d*|\.\d+)\s*%\s*$/.exec(written) : null;
  const value = match === null ? Number.NaN : Number(match[1]) / 100;
  if (value > 0 && value < 1) return value;
  const got = written === undefined ? "" : `; got ${JSON.stringify(written)}`;
  context.issues.push({
    code: "custom",
    message: `expected a percentage between 0 % and 100 %, such as "5 %"${got}`,
    input: written,
  });
  return z.NEVER;
});

const Key = z.string().min(1);
const Seed = z.int().min(0);
const Count = z.int().min(1);

/** Where a variable is drawn from; which keys go together is checked when it is read. */
export const VariableSchema = z.strictObject({
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  step: z.unknown().optional(),
  log: z.boolean().optional(),
  choices: z.array(z.unknown()).min(1).optional(),
});

const DrawsSchema = z.strictObject({
  count: Count,
  seed: Seed,
  of: z.record(Key, VariableSchema),
});

const AxesSchema = z.strictObject({
  grid: z.record(Key, z.array(z.unknown()).min(1)).optional(),
  list: z.array(z.record(Key, z.unknown())).min(1).optional(),
  random: DrawsSchema.optional(),
  "latin-hypercube": DrawsSchema.optional(),
});

const SeedsSchema = z.union([z.array(Seed).min(1), z.strictObject({ count: Count, from: Seed.optional() })]);

const RepeatSchema = z.strictObject({
  until: z.strictObject({
    metric: z.string().min(1),
    relativeHalfWidth: Percent,
    confidence: Percent.optional(),
  }),
  min: z.int().min(2),
  max: z.int().min(2),
  from: Seed.optional(),
});

/** A sweep file as a whole. */
export const SweepSchema = z.strictObject({
  name: z.string().min(1),
  scenario: z.string().min(1),
  axes: AxesSchema.prefault({}),
  seeds: SeedsSchema.optional(),
  repeat: RepeatSchema.optional(),
  confidence: Percent.prefault("95 %"),
  metrics: z.array(z.string().min(1)).min(1).prefault(["*"]),
});

export type SweepConfig = z.output<typeof SweepSchema>;
export type VariableConfig = z.output<typeof VariableSchema>;
export type RepeatConfig = z.output<typeof RepeatSchema>;
export type DrawsConfig = z.output<typeof DrawsSchema>;
