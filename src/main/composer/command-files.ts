import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { MessageCommand } from '../../contract/composer.ts'

/** A command with what it stands for. */
export type CommandFile = MessageCommand & { body: string }

/** Where a project keeps its commands. */
export const projectCommands = '.treeline/commands'
/** Where the person's own are, in the data folder; `commands` there is the output of commands that were run. */
export const ownCommands = 'slash-commands'

/** Larger files are no prompts. In bytes. */
const mostBytes = 100_000
const mostFiles = 500

const frontSchema = z.object({
  description: z.string().optional(),
  mode: z.string().optional(),
  'argument-hint': z.union([z.string(), z.array(z.string())]).optional(),
  arguments: z.union([z.string(), z.array(z.string())]).optional(),
})

/**
 * The commands in force, by name: the project's, if it is trusted, before the person's own. Faulty ones are there
 * with what is wrong.
 */
export function listCommands(at: {
  dataFolder: string
  folder: string | null
  trusted: boolean
}): CommandFile[] {
  const own = readFolder(join(at.dataFolder, ownCommands), 'user', null)
  const project =
    at.folder === null || !at.trusted
      ? []
      : readFolder(join(at.folder, projectCommands), 'project', at.folder)
  const byName = new Map([...own, ...project].map((command) => [command.name, command]))
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `$ARGUMENTS`, `$1` … `$9` in a command's text, as they were typed. `"two words"` are one argument. */
export function fillCommand(body: string, rest: string): string {
  const words = [...rest.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
  let used = false
  const text = body.replace(/\$(ARGUMENTS\b|[1-9](?!\d))/g, (_, name: string) => {
    used = true
    return name === 'ARGUMENTS' ? rest : (words[Number(name) - 1] ?? '')
  })
  // What the file has no place for is not lost.
  return (used || rest === '' ? text : `${text}\n\n${rest}`).trim()
}

function readFolder(folder: string, source: CommandFile['source'], within: string | null): CommandFile[] {
  let names: string[]
  try {
    names = readdirSync(folder).filter((name) => /^[A-Za-z0-9][\w.-]*\.md$/.test(name))
  } catch {
    return []
  }
  return names
    .sort()
    .slice(0, mostFiles)
    .map((name) => readCommandFile(join(folder, name), source, within))
}

function readCommandFile(path: string, source: CommandFile['source'], within: string | null): CommandFile {
  const name = basename(path, '.md')
  const faulty = (problem: string): CommandFile => {
    return {
      name,
      description: '',
      hint: '',
      mode: null,
      source,
      problem: `${basename(path)}: ${problem.split('\n')[0]}`,
      body: '',
    }
  }
  try {
    const real = realpathSync.native(path)
    if (within !== null && !real.startsWith(realpathSync.native(within) + sep)) {
      return faulty('it is a link that leads out of the workspace.')
    }
    const stats = statSync(real)
    if (!stats.isFile()) return faulty('it is no file.')
    if (stats.size > mostBytes) return faulty(`it has more than ${mostBytes / 1_000} kB.`)
    const { front, body } = splitFront(readFileSync(real, 'utf8'))
    const read = frontSchema.safeParse(front === null ? {} : (parse(front) ?? {}))
    if (!read.success)
      return faulty(`its front matter is not as it must be: ${read.error.issues[0]?.message ?? ''}`)
    if (body === '') return faulty('it says nothing below its front matter.')
    const { description = '', mode = null, 'argument-hint': own, arguments: other } = read.data
    const hint = own ?? other ?? ''
    return {
      ...{ name, description, mode, source, problem: null, body },
      hint: typeof hint === 'string' ? hint : hint.map((one) => `<${one}>`).join(' '),
    }
  } catch (error) {
    return faulty(error instanceof Error ? error.message : String(error))
  }
}

function splitFront(text: string): { front: string | null; body: string } {
  const match = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(text)
  if (match === null) return { front: null, body: text.trim() }
  return { front: match[1] ?? '', body: (match[2] ?? '').trim() }
}
