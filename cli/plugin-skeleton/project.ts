/** What the skeleton's scripts are; the same ranges as Starbelt is tested with, for they run on the same Node. */
export const DEV_DEPENDENCIES = {
  "@types/node": "^20.19.0",
  tsx: "^4.23.15",
  typescript: "^7.0.2",
  vitest: "^4.1.12",
};

export function packageFile(name: string, version: string): string {
  const manifest = {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: {
      start: "starbelt run scenario.yaml --force",
      test: "vitest run --testTimeout 60000",
      types: "tsc",
    },
    dependencies: { starbelt: version },
    devDependencies: DEV_DEPENDENCIES,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Only what Node (22.18 or later) and tsx can both run as it stands: types are struck out, nothing is rewritten. */
export const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2023"],
    "module": "nodenext",
    "types": ["node"],
    "noEmit": true,
    "strict": true,
    "skipLibCheck": true,
    "verbatimModuleSyntax": true,
    "erasableSyntaxOnly": true,
    "allowImportingTsExtensions": true
  },
  "include": ["src", "test"]
}
`;
