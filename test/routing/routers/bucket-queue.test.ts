import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { BucketQueue } from "../../../routing/routers/bucket-queue.js";

/** Takes a bucket's nodes out, as searches do. */
function take(queue: BucketQueue, bucket: number): number[] {
  const taken: number[] = [];
  let entry = queue.heads[bucket];
  queue.heads[bucket] = -1;
  while (entry >= 0) {
    taken.push(queue.nodes[entry]);
    const after = queue.next[entry];
    queue.next[entry] = queue.free;
    queue.free = entry;
    queue.count--;
    entry = after;
  }
  return taken;
}

test("a queue of buckets gives what was put in, the last first, through growing and using entries again", () => {
  const actions = fc.array(
    fc.oneof(
      fc.record({ bucket: fc.nat(7), nodes: fc.array(fc.nat(1e6), { maxLength: 900 }) }),
      fc.record({ bucket: fc.nat(7) }),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(actions, actions, (first, second) => {
      const queue = new BucketQueue();
      for (const steps of [first, second]) {
        // The second time with entries that the first left in.
        queue.reset(8);
        const model = Array.from({ length: 8 }, (): number[] => []);
        for (const step of steps) {
          if ("nodes" in step) {
            for (const node of step.nodes) queue.add(node, step.bucket);
            model[step.bucket].unshift(...step.nodes.toReversed());
          } else {
            expect(take(queue, step.bucket)).toEqual(model[step.bucket]);
            model[step.bucket] = [];
          }
        }
        expect(queue.count).toBe(model.flat().length);
        for (const [bucket, nodes] of model.entries()) expect(take(queue, bucket)).toEqual(nodes);
      }
    }),
    { numRuns: 60 },
  );
});
