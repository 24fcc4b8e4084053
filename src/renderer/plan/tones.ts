import type { Tone } from '../ui/status-info.ts'

/** The colour that marks of a tone have, as a CSS value. */
export const toneColour: Record<Tone, string> = {
  approval: 'var(--approval)',
  question: 'var(--question)',
  working: 'var(--working)',
  subtask: 'var(--subtask)',
  idle: 'var(--idle)',
  done: 'var(--done)',
  failed: 'var(--failed)',
}
