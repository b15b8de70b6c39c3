/** Why a file could not be written, in words. @param exists what to say where there is one */
export function whyNotWritten({ code, message }: NodeJS.ErrnoException, exists: string): string {
  switch (code) {
    case "EEXIST":
      return exists;
    case "EISDIR":
      return "cannot write: it is a directory";
    case "ENOENT":
      return "cannot write: there is no such directory";
    case "ENOTDIR":
      return "cannot write: a part of the path is not a directory";
    case "EACCES":
    case "EPERM":
      return "cannot write: permission denied";
    default:
      return `cannot write: ${message}`;
  }
}
