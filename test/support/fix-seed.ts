import { fc } from "@fast-check/vitest";

/**
 * Property tests draw the same cases every time, so that the suite passes or fails by the code alone.
 * `STARBELT_TEST_SEED=random npx vitest run` goes looking for others, and so does a number in its place.
 */
const seed = process.env.STARBELT_TEST_SEED ?? "20261123";
if (seed !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
