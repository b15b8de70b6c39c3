/** Scenarios of different protocols, routers and plugins; paths are relative to test/e2e/fixtures. */
export const REPLAYED_SCENARIOS: Readonly<Record<string, string>> = {
  "faults by a plugin, a state plugin, nearest links": `
name: weather
seed: 5
time: { start: 2026-01-01T00:00:00Z, duration: 4 min, step: 5 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
ground: [{ cities: 10 }]
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 15 deg }
probes: [{ from: Tokyo, to: "*" }]
plugins: [{ use: sunlit }, { use: ./weather.js }]
output: { frames: true }
`,
  "traffic in fair shares, computers, batteries, faults of each kind, a moving node": `
name: services
seed: 11
time: { start: 2025-03-20T09:00:00Z, duration: 3 min, step: 5 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 780 km, inclination: 60 deg, planes: 12, satellitesPerPlane: 14, phasing: 3 }
ground:
  - cities: 12
  - name: Plane
    tier: aircraft
    legs: [{ from: Tokyo, to: { latitude: 45 deg, longitude: 160 deg }, depart: 30 s, speed: 900 km/h, altitude: 10 km }]
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps }
  ground: { protocol: highest-elevation, links: 2, minElevation: 10 deg, bandwidth: 200 Mbps }
routing: { router: forwarding }
network: { transport: flow, timeout: 40 s }
traffic:
  - gravity: { total: 800 Mbps, size: { exponential: 4 MB } }
  - requests: { from: Plane, to: { nearest: edge }, request: 10 kB, response: { pareto: { mean: 1 MB, shape: 1.8 } }, rate: 2 /s }
compute:
  tiers: { space: { cores: 2, memory: 256 MB }, edge: { cores: 8, memory: 8 GB } }
energy:
  preset: cubesat-6u
  battery: { initialCharge: 0.46 }
  radiation: { elsewhere: { upsets: 200 /d }, restartShare: 0.2 }
faults:
  - random: { nodes: shell, mttf: 20 min, mttr: 30 s }
  - random: { links: gsl, mttf: 2 min, mttr: 10 s }
  - storm: { nodes: shell, share: 0.1, at: 100 s, spread: 20 s, mttr: 1 min }
  - region: { latitudes: [-20 deg, -10 deg], from: 2 min, to: 3 min }
probes: [{ from: "*", to: Tokyo }]
plugins: [{ use: ./tasks.js }]
output: { frames: true }
`,
  "protocols with memory, link-state routing, costs by lifetime": `
name: memory
seed: 2
time: { start: 2026-01-01T00:00:00Z, duration: 3 min, step: 3 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1100 km, inclination: 55 deg, planes: 9, satellitesPerPlane: 11, phasing: 2 }
ground: [{ cities: 8 }]
links:
  isl: { protocol: nearest, links: 4, hysteresis: 300 km, setupTime: 6 s, bandwidth: 20 Gbps }
  ground: { protocol: longest-visible, links: 2, hysteresis: 20 s, capacity: 3, minElevation: 12 deg, bandwidth: 1 Gbps }
routing: { router: link-state, cost: lifetime }
probes: [{ from: Delhi, to: "*" }]
plugins: [{ use: ./looks-ahead.js }]
faults:
  - outage: { nodes: Delhi, from: 1 min, to: 70 s }
  - random: { links: isl, mttf: 3 min, mttr: 20 s }
output: { frames: true }
`,
  "a network without orbits, with jitter, beside satellites": `
name: mixed
seed: 7
time: { start: 2026-01-01T00:00:00Z, duration: 2 min, step: 2 s }
constellation:
  - network: ../../../scenarios/data/line-network.yaml
  - walker: { name: star, type: star, altitude: 900 km, inclination: 87 deg, planes: 6, satellitesPerPlane: 11, phasing: 1 }
ground:
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg }
  - { name: Quito, latitude: -0.2 deg, longitude: -78.5 deg }
links:
  isl: { protocol: mst+loop, links: 4, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, minElevation: 10 deg, bandwidth: 1 Gbps }
network: { transport: queue }
traffic:
  - poisson: { from: [Vienna], to: [Quito], size: 100 kB, rate: 20 /min }
probes:
  - { from: field, to: datacentre }
  - { from: Vienna, to: Quito }
output: { frames: true }
`,
};
