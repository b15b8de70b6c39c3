/**
 * Satellites without links between them over three sites, in reach of each other by one satellite: one that has set is out of
 * reach until it comes by again, hours later. A state is made at `A`, or on the satellite nearest to it, and read some time later
 * where it is headed.
 */
export function orbiting({
  databelt,
  madeAt = "ground",
  waitSeconds = 150,
  seed = 1,
}: {
  readonly databelt: string;
  readonly madeAt?: "ground" | "space";
  readonly waitSeconds?: number;
  readonly seed?: number;
}): string {
  const isInSpace = madeAt === "space";
  return `
name: orbiting
seed: ${seed}
time: { start: 2024-12-15T13:00:00Z, duration: 20 min, step: 5 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: 40, satellitesPerPlane: 22, phasing: 1 }
ground:
  - { name: A, latitude: 48.2 deg, longitude: 16.4 deg }
  - { name: B, latitude: 47.1 deg, longitude: 15.4 deg }
  - { name: cloud, latitude: 50.1 deg, longitude: 8.7 deg, tier: cloud }
links:
  isl: { protocol: none, bandwidth: 80 Mbps }
  ground: { protocol: all-visible, minElevation: 25 deg, bandwidth: 30 Mbps }
compute:
  record: failures
  tiers: { space: { cores: 4, memory: 8 GB }, edge: { cores: 64, memory: 64 GB }, cloud: { cores: 64, memory: 64 GB } }
plugins:
  - use: serverless
    with:
      storage: [{ for: "*" }]
      functions:
        - { name: produce, runtime: instant, memory: 64 MB, outputs: { state: 1.024 MB } }
        - { name: wait, runtime: instant, memory: 64 MB, work: ${waitSeconds} s }
        - { name: consume, runtime: instant, memory: 64 MB }
      workflows:
        - name: flow
          statePolicy: databelt
          placement: nearest
          destination: cloud
          input: { go: { at: A, size: 1 kB } }
          slo: { migration: ${isInSpace ? "100 ms" : "20 ms"} }
          steps:
            - { name: f1, function: produce, ${isInSpace ? "tiers: [space]" : "node: A"} }
            - { name: f2, function: wait, node: B, after: f1, reads: [] }
            - { name: f3, function: consume, node: ${isInSpace ? "cloud" : "B"}, after: f2, reads: state }
      invocations: [{ workflow: flow, poisson: 0.1 /s, to: 15 min }]
  - use: databelt
    with: ${databelt}
`;
}
