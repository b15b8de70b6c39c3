/** An element line of 68 columns with its checksum: digits as themselves, minus signs as 1. */
export function checksummed(line: string): string {
  let sum = 0;
  for (const char of line) sum += char === "-" ? 1 : /\d/.test(char) ? Number(char) : 0;
  return `${line}${sum % 10}`;
}
