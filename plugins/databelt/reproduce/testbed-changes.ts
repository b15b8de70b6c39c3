import { everyWorkflow, POLICIES } from "./testbed.js";

/** A change of the published set-up, as for `--set`. */
export interface TestbedChange {
  readonly what: string;
  readonly set: readonly string[];
}

/** Two turns of the contacts, for each satellite to have the cloud as long as any other. */
const ROTATING = ["constellation.0.network=data/databelt-line-rotating.yaml", "time.duration=14 min"];

/** Four functions on S3 read what f1 writes, over shared links; databelt is alone on them. */
export const READ_BY_FOUR: readonly string[] = [
  "network.transport=flow",
  "plugins.0.with.invocations=[{ workflow: databelt, clients: 1 }]",
  `plugins.0.with.workflows.0.steps=${JSON.stringify(readByFour())}`,
];

/** One thing changed at a time. */
export const CHANGES: readonly TestbedChange[] = [
  { what: "as published", set: [] },
  { what: "path not reversed", set: ["plugins.1.with.reversePath=false"] },
  { what: "SLO of 0", set: everyWorkflow("slo.migration=0 ms") },
  { what: "everything on the cloud", set: onTheCloud() },
  {
    what: "f3 written by the workflow's own policy",
    set: POLICIES.map((policy, i) => `plugins.0.with.workflows.${i}.steps.2.statePolicy=${policy}`),
  },
  { what: "f4 on S7", set: everyWorkflow("steps.3.node=S7") },
  { what: "`bandwidthUnit: physical`", set: ["plugins.1.with.bandwidthUnit=physical"] },
  { what: "`random.over: path`", set: ["plugins.1.with.random.over=path"] },
  {
    what: "`destination: reader`",
    set: ["plugins.1.with.destination=reader", ...everyWorkflow("placeAhead=true")],
  },
  { what: "`wholeMs: true`", set: ["plugins.1.with.wholeMs=true"] },
  { what: "`includeExecTime: true`", set: ["plugins.1.with.includeExecTime=true"] },
  {
    what: "the Pi's storage [HIST]: 20 ms a request, 64 ms/MB read, 7 ms/MB written",
    set: [
      "plugins.0.with.storage.0.read={ latency: 20 ms, bandwidth: 125 Mbps }",
      "plugins.0.with.storage.0.write={ latency: 20 ms, bandwidth: 1143 Mbps }",
    ],
  },
  { what: "rotating contacts", set: ROTATING },
];

function onTheCloud(): string[] {
  return [
    ...[0, 1, 2].flatMap((step) => everyWorkflow(`steps.${step}.node=cloud`)),
    ...everyWorkflow("input.initial.at=cloud"),
  ];
}

function readByFour(): object[] {
  const readers = [1, 2, 3, 4].map((i) => ({ name: `r${i}`, function: "alarm", node: "S3", after: "f1" }));
  return [{ name: "f1", function: "preprocess", node: "S1", writes: { state: "s1" } }, ...readers];
}
