import type { XrayMessage, XraySpeaker, XrayTruth } from '../../contract/xray.ts'

/** Who stands behind a message, in words. */
export const speakerNames: Record<XraySpeaker, string> = {
  system: 'System prompt',
  person: 'You',
  parent: 'The parent',
  task: 'Another task',
  engine: 'Treeline',
  summary: 'Summary of what was condensed',
  model: 'The model',
  tool: 'Result',
}

/** How sure it is that this is what was sent: a word, and why. */
export const truthWords: Record<XrayTruth, { word: string; why: string }> = {
  exact: {
    word: 'Exactly as sent',
    why: 'Made again from the log, and its bytes have the hash that was noted when they were sent.',
  },
  rebuilt: {
    word: 'As it was made',
    why: 'Made again from the log. Nothing was noted of its bytes: the answer is still coming, or was cut off.',
  },
  differs: {
    word: 'Not quite as sent',
    why: 'Made again from the log, but its bytes are others: another version of Treeline worded something otherwise.',
  },
  incomplete: {
    word: 'Messages only',
    why: 'The system prompt and the tools of this request were not kept: an older version sent it, or another task.',
  },
}

/** The groups that a request falls into, in the order of the bar. */
export const groups = ['prompt', 'tools', 'said', 'model', 'results'] as const
export type Group = (typeof groups)[number]

export const groupNames: Record<Group, string> = {
  prompt: 'System prompt',
  tools: 'Tool definitions',
  said: 'Messages',
  model: 'The model’s turns',
  results: 'Results of tools',
}

export function groupOf({ speaker }: Pick<XrayMessage, 'speaker'>): Group {
  if (speaker === 'system') return 'prompt'
  if (speaker === 'model') return 'model'
  return speaker === 'tool' ? 'results' : 'said'
}

/** A share in whole percent, and small ones as such. */
export function percent(share: number): string {
  return share > 0 && share < 0.005 ? '<1%' : `${Math.round(share * 100)}%`
}
