import { join } from "node:path";
import { type FolderContent, StagedFolder } from "./staged-folder.js";
import { streamText, type TextChunks, type TextFileOptions } from "./text-file.js";

export interface TextFiles {
  /** Absolute path of the folder. */
  readonly dir: string;
  /** Bytes of each file, by name. */
  readonly bytes: Readonly<Record<string, number>>;
}

/**
 * Writes a folder of files as their texts are made, one after the other. The folder has its name only once all are
 * whole; where one fails, nothing is left. With `force` files of these names are replaced, others stay.
 *
 * @param what every such folder is, in words: "folder of CSV tables"
 * @throws ExistingFolderError where the folder exists and `force` is not given, or holds other things than these files
 * @throws DiskError, and whatever a text ends in
 */
export async function writeTextFiles(
  dir: string,
  what: string,
  files: readonly (readonly [name: string, text: TextChunks])[],
  { force = false }: TextFileOptions = {},
): Promise<TextFiles> {
  const names = files.map(([name]) => name);
  const content: FolderContent = { what, marks: names, owns: (file) => names.includes(file) };
  const folder = new StagedFolder(dir, force, content);
  try {
    const bytes: Record<string, number> = {};
    for (const [name, text] of files) bytes[name] = await streamText(join(folder.path, name), text);
    folder.commit();
    return { dir: folder.dir, bytes };
  } catch (error) {
    folder.discard();
    throw error;
  }
}
