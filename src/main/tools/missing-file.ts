import { readdir } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import type { ScopedPath } from '../workspace/path-scope.ts'
import { ToolError } from './tool.ts'

const MOST_HINTS = 5

/**
 * The error for a path with nothing at it. Names the files beside it whose names come close, since models
 * mostly err in case, extension or number; outside the workspace it names none.
 */
export async function missingFile(file: ScopedPath): Promise<ToolError> {
  const near = file.inside ? await closeNames(file) : []
  const hint = near.length > 0 ? ` In its folder there is ${near.join(', ')}.` : ''
  return new ToolError(`There is no file ${file.shown}.${hint} Look with list_files or search_files.`)
}

async function closeNames({ real, shown }: ScopedPath): Promise<string[]> {
  const wanted = stem(basename(real))
  const names = await readdir(dirname(real)).catch((): string[] => [])
  const folder = shown.includes('/') ? shown.slice(0, shown.lastIndexOf('/') + 1) : ''
  return names
    .filter((name) => {
      const found = stem(name)
      return (
        found === wanted ||
        (wanted.length > 3 && (found.startsWith(wanted) || wanted.startsWith(found)) && found.length > 3)
      )
    })
    .sort()
    .slice(0, MOST_HINTS)
    .map((name) => folder + name)
}

function stem(name: string): string {
  return name
    .slice(0, name.length - extname(name).length)
    .toLowerCase()
    .replace(/[-_.]/g, '')
}
