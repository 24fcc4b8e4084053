import { join } from 'node:path'
import { readTextFile } from '../workspace/files.ts'
import { mentionOf } from './find-mentions.ts'
import type { WorkspacePaths } from './workspace-paths.ts'

/** So many files of the same name are compared. */
const mostCompared = 50

/**
 * The mention of the workspace's file that has this name and this very content, or null: a page is told no more of a
 * file that is dropped on it.
 */
export async function findDropped(
  paths: WorkspacePaths,
  folder: string,
  { name, text }: { name: string; text: string },
): Promise<string | null> {
  const listed = await paths.list(folder).catch((): readonly string[] => [])
  const named = listed.filter((path) => path === name || path.endsWith(`/${name}`)).slice(0, mostCompared)
  const wanted = Buffer.byteLength(text)
  for (const path of named) {
    const file = await readTextFile({ real: join(folder, path), shown: path }, wanted).catch(() => null)
    if (file?.text === text) return mentionOf(path)
  }
  return null
}
