import { parseDecimal } from "./decimal-text.js";
import { ProblemList } from "./problem-list.js";
import { quote, textStart } from "./text-place.js";

const VALUES = ["node", "number of interfaces", "bandwidth"] as const;

/**
 * Reads Hypatia's `gsl_interfaces_info.txt`: `node,number of interfaces,bandwidth`, one line a node, satellites
 * first.
 *
 * @returns how many interfaces for ground links each node has
 * @throws InputError with every line that is not such a row or out of order, and where nodes are missing
 */
export function readGslInterfaces(file: string, text: string, nodeCount: number): Uint32Array {
  const problems = new ProblemList(file);
  const counts = new Uint32Array(nodeCount);
  const lines = text.slice(textStart(text)).split("\n");
  let node = 0;
  for (const [index, content] of lines.entries()) {
    if (content.trim() === "") continue;
    const values = content.split(",").map((value) => value.trim());
    const line = index + 1;
    if (values.length !== VALUES.length) {
      problems.add(line, 1, `expected ${VALUES.length} values (${VALUES.join(",")}), found ${values.length}`);
    } else if (node >= nodeCount) {
      problems.add(line, 1, `expected ${nodeCount} nodes (satellites and stations), found more`);
      break;
    } else {
      const [id, interfaces, bandwidth] = values as [string, string, string];
      const columns = [1, content.indexOf(",") + 2, content.lastIndexOf(",") + 2];
      if (id !== String(node)) problems.add(line, columns[0], `expected node ${node}, found ${quote(id)}`);
      if (/^\d{1,9}$/.test(interfaces)) counts[node] = Number(interfaces);
      else {
        const expected = "expected a number of interfaces, an integer from 0";
        problems.add(line, columns[1], `${expected}, found ${quote(interfaces)}`);
      }
      const value = parseDecimal(bandwidth);
      if (value === undefined || value < 0) {
        problems.add(
          line,
          columns[2],
          `bandwidth: expected a number of at least 0, found ${quote(bandwidth)}`,
        );
      }
    }
    node++;
  }
  if (node < nodeCount && problems.total === 0) {
    problems.add(lines.length, 1, `expected ${nodeCount} nodes (satellites and stations), found ${node}`);
  }
  problems.throwIfAny();
  return counts;
}
