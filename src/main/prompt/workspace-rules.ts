import { open, readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'

/** A file of rules: its path in the workspace, with `/`, and its text, cut where it is too long. */
export type WorkspaceRule = { path: string; text: string }

/** The most characters of one file, and of all together: every one of them is read in every turn. */
export const MAX_RULE_CHARACTERS = 32_000
export const MAX_RULES_CHARACTERS = 64_000

/** The most files that are read. */
const MAX_RULE_FILES = 50

/**
 * Where rules stand, in the order in which they are told: first the file that all tools share, then ours,
 * then those of other tools. A folder stands for its `.md` and `.txt` files, by name.
 */
function placesFor(mode: string): string[] {
  return [
    'AGENTS.md',
    '.treeline/rules',
    `.treeline/rules-${mode}`,
    '.roo/rules',
    `.roo/rules-${mode}`,
    '.kilocode/rules',
    `.kilocode/rules-${mode}`,
    '.clinerules',
  ]
}

/**
 * The rules of a workspace for a mode. None when the workspace is not trusted. Leaves out what cannot be
 * read, what is no text, and links that lead out of the workspace. Never rejects. Read it once for a task
 * and mode: a prompt that changes while a task runs is paid for again in full.
 */
export async function readWorkspaceRules(order: {
  folder: string
  mode: string
  trusted: boolean
}): Promise<WorkspaceRule[]> {
  if (!order.trusted) return []
  const root = await realpath(order.folder).catch(() => null)
  if (root === null) return []
  const paths: string[] = []
  for (const place of placesFor(order.mode)) paths.push(...(await filesAt(root, place)))

  const rules: WorkspaceRule[] = []
  let left = MAX_RULES_CHARACTERS
  for (const path of paths.slice(0, MAX_RULE_FILES)) {
    const text = await readText(root, path)
    if (text === null) continue
    const rule = { path, text: cut(text, Math.min(MAX_RULE_CHARACTERS, left), path) }
    rules.push(rule)
    left -= Math.min(text.length, MAX_RULE_CHARACTERS, left)
  }
  return rules
}

/** The file itself, or the texts directly inside the folder. Paths with `/`. */
async function filesAt(root: string, place: string): Promise<string[]> {
  const found = await stat(join(root, place)).catch(() => null)
  if (found?.isFile()) return [place]
  if (!found?.isDirectory()) return []
  const names = await readdir(join(root, place)).catch(() => [])
  return names
    .filter((name) => /\.(md|txt)$/i.test(name))
    .sort()
    .map((name) => `${place}/${name}`)
}

async function readText(root: string, path: string): Promise<string | null> {
  try {
    const real = await realpath(join(root, path))
    const way = relative(root, real)
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return null
    // A pipe or a device would hold the app up for ever.
    if (!(await stat(real)).isFile()) return null
    const file = await open(real)
    try {
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(MAX_RULE_CHARACTERS * 4),
        position: 0,
      })
      const text = buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '')
      return text.trim() === '' || text.includes('\0') ? null : text
    } finally {
      await file.close()
    }
  } catch {
    // Gone or unreadable: the task goes on without this file.
    return null
  }
}

function cut(text: string, most: number, path: string): string {
  if (text.length <= most) return text
  const whole = text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
  return `${whole}\n\n(The rest of ${path} is left out: the rules of a workspace are cut at ${MAX_RULE_CHARACTERS} characters a file and ${MAX_RULES_CHARACTERS} in all. Read the file when you need it.)`
}
