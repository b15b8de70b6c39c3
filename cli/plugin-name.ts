import { describePlugins } from "../index.js";

/** As npm has it for names of packages; metrics and events of the plugin begin with it, too. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Of a package's name, by npm. */
const LONGEST_NAME = 214;

/** What keeps a name from being that of a user's plugin; undefined where nothing does. */
export async function nameProblem(name: string): Promise<string | undefined> {
  const got = `got ${JSON.stringify(name)}`;
  if (!NAME.test(name)) {
    const near = asName(name);
    const hint = near === undefined ? "" : `; how about "${near}"?`;
    return `expected lower-case letters, digits and single hyphens, a letter first, such as "my-plugin"; ${got}${hint}`;
  }
  if (name.length > LONGEST_NAME) return `expected at most ${LONGEST_NAME} characters; got ${name.length}`;
  if (name === "starbelt") return `expected a name of your own; ${got}, the package that it stands on`;
  const taken = (await describePlugins()).find((each) => each.name === name);
  return taken && `expected a name of your own; ${got}, a ${taken.kind} that comes along`;
}

/** What was meant, written as a name may be. */
function asName(name: string): string | undefined {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  const near = words.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[-0-9]+|-+$/g, "");
  return NAME.test(near) && near.length <= LONGEST_NAME ? near : undefined;
}
