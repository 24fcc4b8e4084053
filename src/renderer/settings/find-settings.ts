import { actionTypeLabels, actionTypes } from '../../contract/action-type.ts'
import { type AppCommand, appCommands } from '../../contract/app-commands.ts'
import { settingWords } from '../../contract/setting-words.ts'
import { preferenceNames } from '../../contract/settings.ts'
import type { SettingsSection } from '../state/chrome.ts'

/** Something that can be found in the settings. `id` is the element that sets it, where there is one. */
export type FoundSetting = { section: SettingsSection; id: string | null; title: string; hint: string }

const places: readonly FoundSetting[] = [
  { section: 'providers', id: null, title: 'Model providers', hint: 'Servers, API keys, models and prices.' },
  {
    section: 'worktrees',
    id: null,
    title: 'Worktrees',
    hint: 'How subtasks work beside each other: set-up commands, copied files, the gate, review and landing.',
  },
  {
    section: 'data',
    id: null,
    title: 'Data folder and backup',
    hint: 'Where everything is kept, and a copy of it.',
  },
]

const commands: readonly AppCommand[] = appCommands

const all: readonly FoundSetting[] = [
  ...preferenceNames.map((name): FoundSetting => ({ ...settingWords[name], id: name })),
  ...actionTypes.map((action): FoundSetting => {
    const { title, covers } = actionTypeLabels[action]
    return { section: 'auto-approve', id: null, title, hint: covers }
  }),
  ...places,
  ...commands.map(
    ({ title, category }): FoundSetting => ({
      section: 'keys',
      id: null,
      title,
      hint: `Keys of the command, under ${category}`,
    }),
  ),
]

/** Everything whose title and description hold every word, titles first. [] for no words. */
export function findSettings(text: string): FoundSetting[] {
  const words = wordsOf(text)
  if (words.length === 0) return []
  const rank = ({ title }: FoundSetting) =>
    words.every((word) => title.toLowerCase().includes(word)) ? 0 : 1
  return all
    .filter(({ title, hint }) => words.every((word) => `${title} ${hint}`.toLowerCase().includes(word)))
    .toSorted((one, other) => rank(one) - rank(other))
}

/** The text in pieces, every second one (from the second on) a place where one of the words stands. */
export function markWords(text: string, search: string): string[] {
  const words = wordsOf(search).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return words.length === 0 ? [text] : text.split(new RegExp(`(${words.join('|')})`, 'i'))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}
