import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getNodeValue, parseTree } from 'jsonc-parser'
import { z } from 'zod'
import { AppError } from '../../contract/app-error.ts'

/** Starts a program, so that nothing but the file itself can set it: no call of a page, and no screen. */
export const editorName = 'editor'

/** A program with its arguments, or both in one line, parted by spaces. */
export const editorSchema = z.union([
  z.array(z.string().max(4_000)).min(1).max(50),
  z
    .string()
    .max(4_000)
    .regex(/\S/, 'It is a command, such as "code --goto {file}:{line}"')
    .transform((line) => line.trim().split(/\s+/)),
])

/** The value of `editor` in a text of settings; undefined where there is none, or nothing can be read. */
export function editorIn(text: string): unknown {
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true })
  // As everywhere in the file, the last one counts.
  const found = root?.children?.findLast(({ children }) => children?.[0]?.value === editorName)?.children?.[1]
  return found === undefined ? undefined : getNodeValue(found)
}

/**
 * The editor that settings.json of a data folder names, as it stands there now; null when it names none. Throws AppError
 * `bad_request` in words for one that cannot be.
 */
export function ownEditor(folder: string): [string, ...string[]] | null {
  let text: string
  try {
    text = readFileSync(join(folder, 'settings.json'), 'utf8')
  } catch {
    return null
  }
  const value = editorIn(text)
  if (value === undefined || value === null) return null
  const read = editorSchema.safeParse(value)
  const [program, ...args] = read.data ?? []
  if (program === undefined || program === '') {
    const words = `"editor" in ${join(folder, 'settings.json')} is no command. It is one such as ["code", "--goto", "{file}:{line}"].`
    throw new AppError('bad_request', words)
  }
  return [program, ...args]
}

/** Throws AppError `not_allowed` for a text that names another editor than the file does. */
export function refuseOtherEditor(before: string, after: string): void {
  if (JSON.stringify(editorIn(before)) === JSON.stringify(editorIn(after))) return
  throw new AppError(
    'not_allowed',
    'The settings were not saved: "editor" names a program that is started, so it can be changed in settings.json only, with an editor of your own and not from here.',
  )
}
