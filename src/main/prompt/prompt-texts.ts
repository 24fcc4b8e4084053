import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileTemplate, type Template } from './template.ts'

/** The texts there are, each with its placeholders: `<name>.md` in the folder of prompts. */
const placeholders = {
  tools: [],
  asking: [],
  todo: [],
  workspace: ['facts'],
  editing: [],
  commands: ['shell'],
  subtasks: ['depth', 'modes'],
  modes: ['modes'],
  finishing: [],
  'finishing-subtask': ['displayId', 'parentDisplayId'],
  reporting: ['parentDisplayId'],
} as const satisfies Record<string, readonly string[]>

type Name = keyof typeof placeholders

/** The texts that system prompts are put together from. */
export type PromptTexts = { [N in Name]: Template<(typeof placeholders)[N][number]> }

/** Reads and checks every text. Throws an Error that names the file when one is missing or damaged. */
export function loadPromptTexts(folder: string): PromptTexts {
  const load = (name: Name) => {
    const path = join(folder, `${name}.md`)
    return compileTemplate<string>(path, readFileSync(path, 'utf8').trim(), placeholders[name])
  }
  return Object.fromEntries(
    (Object.keys(placeholders) as Name[]).map((name) => [name, load(name)]),
  ) as PromptTexts
}
