/** What stands where, and the commands. */
export function readme(name: string): string {
  return `# ${name}

A plugin for [Starbelt](https://www.npmjs.com/package/starbelt). \`src/index.ts\` is the plugin, \`scenario.yaml\` uses it by its path, \`test/\` runs the scenario and
holds results to what they must be.

    npm install          # from a clone of Starbelt: npm install --install-links PATH_TO_THE_CLONE
    npm test
    npm run types
    npx starbelt run scenario.yaml

Nothing is built: Node 22.18 and later run TypeScript as it is, and before that \`tsx\`, which is installed here, does it
for \`starbelt\` too. The results are in \`results/\`; open \`results/report.html\`.
`;
}
