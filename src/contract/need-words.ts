import type { Need } from './turn-failure.ts'

/** What a paused task needs, to be put behind "needs". */
export const needWords: Record<Need, string> = {
  key: 'a key',
  credit: 'credit',
  model: 'another model',
  provider: 'a provider',
  room: 'a shorter history',
  answer: 'an answer',
}
