import { type BadInput, scenario } from "./bad-input-case.js";

const USE_BOOM = "plugins:\n  - use: ¦./boom.js\n";

/** Users' modules that are no use. */
export const BAD_DEFINITIONS: readonly BadInput[] = [
  {
    what: "a plugin without a name",
    scenario: scenario({}, USE_BOOM),
    files: moduleFiles("kind: 'sim-plugin', setup() {}"),
    says: ['"./boom.js": a sim-plugin needs a name: expected a text that is not empty, got nothing'],
  },
  {
    what: "a state plugin with a name of blanks",
    scenario: scenario({}, USE_BOOM),
    files: moduleFiles("kind: 'state-plugin', name: ' ', unit: '1', setup: () => () => {}"),
    says: ['a state-plugin needs a name: expected a text that is not empty, got " "'],
  },
  {
    what: "a plugin without a setup",
    scenario: scenario({}, USE_BOOM),
    files: moduleFiles("kind: 'sim-plugin', name: 'boom'"),
    says: ['sim-plugin "boom" needs setup: expected a function, got nothing'],
  },
  {
    what: "a router that says nothing of queries",
    scenario: scenario({}, "routing: { router: ¦./boom.js }\n"),
    files: moduleFiles("kind: 'router', name: 'boom', setup: () => ({ update() {}, route() {} })"),
    says: ['router "boom" needs queries: expected a list with "route" in it, got nothing'],
  },
  {
    what: "a link protocol that cannot be set up",
    scenario: scenario({ "plus-grid": "¦./boom.js" }),
    files: moduleFiles("kind: 'link-protocol', name: 'boom', setup() { throw new Error('no fuel'); }"),
    says: ['link protocol "boom" cannot be set up: no fuel'],
  },
  {
    what: "a link protocol that cannot be set up a second time",
    scenario: scenario({ "plus-grid": "¦./boom.js" }),
    files: moduleFiles(
      "kind: 'link-protocol', name: 'boom', setup() { if (globalThis.once) throw new Error('no fuel'); globalThis.once = true; return () => {}; }",
    ),
    says: ['link protocol "boom" cannot be set up: no fuel'],
  },
  {
    what: "a ground link protocol whose setup gives a promise",
    scenario: scenario({ "protocol: nearest": "protocol: ¦./boom.js" }),
    files: moduleFiles(
      "kind: 'ground-link-protocol', name: 'boom', setup: async () => { throw new Error('late'); }",
    ),
    says: [
      'ground link protocol "boom" cannot be set up: its setup must give the function that chooses links, at once; it gave a promise',
    ],
  },
];

/** `boom.js` with this definition as its default export. */
export function moduleFiles(body: string): Record<string, string> {
  return { "boom.js": `export default { ${body} };\n`, "package.json": '{ "type": "module" }\n' };
}
