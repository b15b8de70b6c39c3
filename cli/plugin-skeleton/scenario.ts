/** Six minutes of a constellation that is small enough to run within a second. */
export function scenario(name: string): string {
  return `# yaml-language-server: $schema=./node_modules/starbelt/scenarios/scenario.schema.json
name: ${name}
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 6 min, step: 30 s }
constellation:
  - preset: iridium
ground:
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg }
  - { name: Lagos, latitude: 6.45 deg, longitude: 3.39 deg }
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps }
  ground: { protocol: nearest, minElevation: 8 deg, bandwidth: 100 Mbps }
plugins:
  - use: ./src/index.ts
    with: { from: Vienna, to: Lagos, limit: 45 ms }
`;
}
