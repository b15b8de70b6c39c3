/** A scenario of a line of three satellites and a cloud; `databelt` and `serverless` are what stands under their `with`. */
export function smallLine({
  databelt = "{}",
  storage = "[{ for: [space, cloud] }]",
  policy = "databelt",
  slo = "{}",
  invocations = "[{ workflow: flow, count: 1, over: 0 s }]",
}: {
  readonly databelt?: string;
  readonly storage?: string;
  readonly policy?: string;
  readonly slo?: string;
  readonly invocations?: string;
} = {}): string {
  return `
name: small-line
seed: 1
time: { start: 2025-01-01T00:00:00Z, duration: 1 min, step: 5 s }
constellation: [{ network: ./network.yaml }]
compute: { record: failures, tiers: { space: { cores: 4, memory: 8 GB }, cloud: { cores: 4, memory: 8 GB } } }
plugins:
  - use: serverless
    with:
      storage: ${storage}
      functions:
        - { name: produce, runtime: instant, memory: 64 MB, outputs: { state: 1.024 MB } }
        - { name: consume, runtime: instant, memory: 64 MB }
      workflows:
        - name: flow
          statePolicy: ${policy}
          placement: fixed
          destination: cloud
          slo: ${slo}
          steps:
            - { name: f1, function: produce, node: S1 }
            - { name: f2, function: consume, node: S3, after: f1 }
      invocations: ${invocations}
  - use: databelt
    with: ${databelt}
`;
}

export const SMALL_LINE = {
  "network.yaml": `
nodes:
  - { name: S1, tier: space }
  - { name: S2, tier: space }
  - { name: S3, tier: space }
  - { name: cloud, tier: cloud }
links:
  - { between: [S1, S2], latency: 15 ms, bandwidth: 80 Mbps }
  - { between: [S2, S3], latency: 15 ms, bandwidth: 80 Mbps }
  - { between: [S3, cloud], latency: 35 ms, bandwidth: 30 Mbps }
`,
};
