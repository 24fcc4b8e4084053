import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { parseFilePattern } from './file-pattern.ts'
import { searchInNode } from './search-in-node.ts'
import type { SearchOrder, SearchResult } from './search-result.ts'
import { searchWithRipgrep } from './search-with-ripgrep.ts'

/** Searches the lines of the texts in a folder. */
export type Search = (order: SearchOrder) => Promise<SearchResult>

/**
 * Makes a search that uses ripgrep where `rg` is on the PATH and Node alone elsewhere. Both leave out what
 * ignore files, MOST_FILE_BYTES and the always-skipped folders leave out, both search hidden files, and both
 * are case-sensitive unless the expression begins with `(?i)`. Throws AppError `bad_request` in words for an
 * expression or a file pattern that cannot be read. `ripgrep` null means: without.
 */
export function createSearch({ ripgrep }: { ripgrep?: string | null } = {}): Search {
  let found: Promise<string | null> | undefined
  return async (order) => {
    try {
      parseFilePattern(order.filePattern)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      throw new AppError('bad_request', `The file pattern ${order.filePattern} cannot be used: ${words}.`)
    }
    if (wantsLineBreak(order.regex)) {
      throw new AppError(
        'bad_request',
        'The search goes line by line, so the regular expression cannot contain a line break (\\n).',
      )
    }
    found ??= ripgrep === undefined ? findRipgrep() : Promise.resolve(ripgrep)
    const command = await found
    const result = command === null ? undefined : await searchWithRipgrep(command, order)
    return result ?? searchInNode(order)
  }
}

/** Whether the expression asks for a line break itself; in a character class, as in `[^\n]`, it does not. */
function wantsLineBreak(regex: string): boolean {
  return /\n|\\n/.test(regex.replace(/\\\\/g, '').replace(/\[(?:\\.|[^\]\\])*\]/g, ''))
}

async function findRipgrep(): Promise<string | null> {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg'
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    // An empty or relative entry would run a program out of whatever folder is current.
    if (!/^([/\\]|[a-z]:)/i.test(folder)) continue
    const path = join(folder, name)
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  return null
}
