/** Where the schema lies for a project that has the package installed. */
const INSTALLED_SCHEMA = "./node_modules/starbelt/scenarios/scenario.schema.json";

/**
 * A commented scenario to start from; valid as it is.
 *
 * @param schemaPath of the JSON Schema, for editors; relative to where the scenario will lie
 */
export function scenarioTemplate(schemaPath: string = INSTALLED_SCHEMA): string {
  return `# yaml-language-server: $schema=${schemaPath}
${TEMPLATE}`;
}

const TEMPLATE = `#
# A Starbelt scenario. Check it with "starbelt validate", run it with "starbelt run".
# Paths in it are relative to this file.

name: my-scenario
seed: 42                             # same scenario, same seed: same results, byte for byte

time:
  start: 2024-12-15T13:00:00Z        # with its zone: Z for UTC, or an offset such as +01:00
  duration: 5 min
  step: 10 s                         # positions and links are rebuilt at each step; down to 1 ms

constellation:                       # where satellites come from: one list, any mixture
  - preset: starlink-gen1-1          # a published shell; "starbelt presets" lists all
  # - walker: { name: polar, type: star, altitude: 1200 km, inclination: 87.9 deg, planes: 12, satellitesPerPlane: 49, phasing: 1 }
  # - tle: ./catalogue.tle           # a catalogue of element sets
  #   checksum: error                # or warn, ignore
  # - omm: ./catalogue.json          # the same as .json, .csv or .xml
  # - network: ./line.yaml           # nodes and links without orbits

ground:                              # sites, from as many sources as you like; names are unique over all
  - cities: 20                       # the 20 most populous cities, at most 100
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg, altitude: 0.2 km, tier: cloud, minElevation: 30 deg }
  # - file: ./stations.csv           # .yaml, .csv or .geojson
  #   prefix: "my-"                  # renames the sites of a source

links:                               # which links may exist; a list of entries with "for" tells shells or sites apart
  isl:
    protocol: plus-grid              # or nearest, mst, ...; none for no links
    maxRange: 5016 km
    bandwidth: 20 Gbps
    hopDelay: 0 ms
  ground:
    protocol: nearest                # or all-visible
    links: 1
    minElevation: 25 deg
    bandwidth: 4 Gbps

routing: { router: dijkstra, cost: latency, groundRelay: false }

probes:                              # routes that are recorded at every tick
  - { from: Vienna, to: Tokyo }
  - { from: "*", to: Vienna }        # all other sites towards one

plugins: []                          # what acts on the run; "starbelt plugins" lists those that come along
  # - use: ./my-plugin.js
  #   with: { threshold: 0.5 }

output: { dir: ./results, frames: false }
`;
