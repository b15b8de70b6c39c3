import { EventQueue, Kernel, RandomStreams } from "../sim/kernel/index.js";
import { type BenchRow, measure, measureByTurns } from "./bench-row.js";
import { simpyMs } from "./simpy.js";

const RUNS = { runs: 7, warmup: 2 };
const EVENTS = 300_000;
const SWITCHES = 300_000;

/** Delays drawn beforehand, so that the generator is not measured. */
const random = new RandomStreams(1).stream("bench");
const ANY_TIME = Float64Array.from({ length: 1 << 16 }, () => 1 + random.int(1e9));
const TEN_TIMES = Float64Array.from({ length: 1 << 16 }, () => 1e9 * (1 + random.int(10)));

interface Queue {
  peekTimeNs(): number;
  pop(): object;
  push(timeNs: number, priority: number, item: object): unknown;
}

/** The yardstick: a binary heap of one object an event, as a first version would have it. */
class ObjectHeap implements Queue {
  readonly #heap: { timeNs: number; priority: number; sequence: number; item: object }[] = [];
  #sequence = 0;

  peekTimeNs(): number {
    return this.#heap[0].timeNs;
  }

  push(timeNs: number, priority: number, item: object): void {
    const heap = this.#heap;
    let place = heap.push({ timeNs, priority, sequence: this.#sequence++, item }) - 1;
    for (let parent = (place - 1) >> 1; place > 0 && this.#before(place, parent); parent = (place - 1) >> 1) {
      this.#swap(place, parent);
      place = parent;
    }
  }

  pop(): object {
    const heap = this.#heap;
    const { item } = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last !== undefined) heap[0] = last;
    for (let place = 0; ; ) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < heap.length && this.#before(child, least)) least = child;
      }
      if (least === place) return item;
      this.#swap(place, least);
      place = least;
    }
  }

  #before(i: number, j: number): boolean {
    const a = this.#heap[i];
    const b = this.#heap[j];
    return (a.timeNs - b.timeNs || a.priority - b.priority || a.sequence - b.sequence) < 0;
  }

  #swap(i: number, j: number): void {
    const held = this.#heap[i];
    this.#heap[i] = this.#heap[j];
    this.#heap[j] = held;
  }
}

/** The hold model (Jones 1986): take the next event, put it back later; the number that waits stays the same. */
function hold(queue: Queue, pending: number, delays: Float64Array): () => void {
  for (let i = 0; i < pending; i++) queue.push(delays[i & 0xffff], 0, { id: i });
  let draw = 0;
  return () => {
    for (let i = 0; i < EVENTS; i++) {
      const timeNs = queue.peekTimeNs();
      queue.push(timeNs + delays[draw++ & 0xffff], 0, queue.pop());
    }
  };
}

function holdRow(pending: number, delays: Float64Array, kind: string, aim?: string): BenchRow {
  const queues: Queue[] = [new EventQueue<object>(), new ObjectHeap()];
  const [ours, theirs] = measureByTurns(
    queues.map((queue) => hold(queue, pending, delays)),
    RUNS,
  );
  return {
    name: `hold model, ${pending.toLocaleString("en")} pending${kind}: ${rate(EVENTS, ours.medianMs)} million events/s`,
    ...ours,
    yardstick: {
      name: "a binary heap of objects",
      medianMs: theirs.medianMs,
      ratio: theirs.medianMs / ours.medianMs,
    },
    ...(aim === undefined ? {} : { aim }),
  };
}

/** Callbacks that schedule themselves anew, through the kernel. */
function callbackRow(pending: number): BenchRow {
  const kernel = new Kernel();
  let draw = 0;
  const again = () => {
    kernel.schedule(ANY_TIME[draw++ & 0xffff] / 1e9, again);
  };
  for (let i = 0; i < pending; i++) again();
  const timing = measure(() => {
    for (let i = 0; i < EVENTS; i++) kernel.step();
  }, RUNS);
  const what = `scheduled callbacks, ${pending.toLocaleString("en")} pending`;
  return {
    name: `${what}: ${rate(EVENTS, timing.medianMs)} million events/s`,
    ...timing,
    ...besideSimpy(simpyMs("callbacks", pending, EVENTS / 10), timing.medianMs),
  };
}

/** Processes that sleep and wake; each waking is one switch. */
function switchRow(processes: number, aim?: string): BenchRow {
  const kernel = new Kernel();
  let draw = 0;
  for (let i = 0; i < processes; i++) {
    kernel.process(function* () {
      for (;;) yield* kernel.sleep(ANY_TIME[draw++ & 0xffff] / 1e9);
    });
  }
  for (let i = 0; i < 2 * processes; i++) kernel.step();
  const timing = measure(() => {
    for (let i = 0; i < SWITCHES; i++) kernel.step();
  }, RUNS);
  return {
    name: `${processes.toLocaleString("en")} sleeping processes: ${rate(SWITCHES, timing.medianMs)} million switches/s`,
    ...timing,
    ...besideSimpy(simpyMs("processes", processes, SWITCHES / 10), timing.medianMs),
    ...(aim === undefined ? {} : { aim }),
  };
}

/** SimPy does a tenth of the events, and its time counts tenfold. */
function besideSimpy(tenthMs: number | undefined, oursMs: number): Pick<BenchRow, "yardstick"> {
  if (tenthMs === undefined) return {};
  return { yardstick: { name: "SimPy", medianMs: 10 * tenthMs, ratio: (10 * tenthMs) / oursMs } };
}

function rate(count: number, milliseconds: number): string {
  return (count / milliseconds / 1e3).toFixed(2);
}

export async function benchKernel(): Promise<BenchRow[]> {
  return [
    holdRow(1e3, ANY_TIME, ""),
    holdRow(1e5, ANY_TIME, "", "3 million events/s"),
    holdRow(1e5, TEN_TIMES, ", most times equal", "2 million events/s"),
    holdRow(1e6, ANY_TIME, ""),
    callbackRow(1e3),
    callbackRow(1e5),
    callbackRow(1e6),
    switchRow(1e3, "1 million switches/s"),
    switchRow(1e5),
  ];
}
