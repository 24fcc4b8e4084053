import type { ToolCallView } from '../../../contract/task-view.ts'
import type { Tone } from '../../ui/status-info.ts'

/** How a call that did not go as asked is told: a word, and what it means. Null when there is nothing to tell. */
export type OutcomeWords = { tone: Tone; label: string; meaning: string | null } | null

/** The outcome of a call in words. A command that ran and exited with another code than 0 has failed. */
export function describeOutcome({
  outcome,
  display,
  approval,
  unknown,
}: Pick<ToolCallView, 'outcome' | 'display' | 'approval'> &
  Partial<Pick<ToolCallView, 'unknown'>>): OutcomeWords {
  switch (outcome) {
    case null:
      return approval?.decision === 'withdrawn'
        ? { tone: 'idle', label: 'not run', meaning: 'The question was withdrawn when the task was stopped.' }
        : null
    case 'ok':
      if (unknown?.decision === 'done')
        return { tone: 'idle', label: 'done, as you said', meaning: unknown.what }
      return display?.type === 'command' && display.exitCode !== null && display.exitCode !== 0
        ? { tone: 'failed', label: 'failed', meaning: null }
        : null
    case 'error':
      return display?.type === 'checks'
        ? {
            tone: 'failed',
            label: 'held up',
            meaning: 'It may not finish before all of these hold.',
          }
        : { tone: 'failed', label: 'failed', meaning: null }
    case 'refused':
      return {
        tone: 'failed',
        label: 'not allowed',
        meaning: 'The rules did not let it run. Nothing was done.',
      }
    case 'rejected':
      return { tone: 'approval', label: 'rejected by you', meaning: 'You said no. Nothing was done.' }
    case 'cancelled':
      return { tone: 'idle', label: 'cancelled', meaning: 'The task was stopped before this was done.' }
    case 'unknown':
      return {
        tone: 'approval',
        label: 'outcome unknown',
        meaning:
          unknown?.what ??
          'Treeline was interrupted while this ran. It may have taken effect or not, and it was not run again.',
      }
    default: {
      const unknown: never = outcome
      throw new Error(`Unknown outcome ${String(unknown)}`)
    }
  }
}

const longestReason = 400

/** Why a call did not go as asked, in one line: the person's own words, or what the model was told. */
export function shortReason({
  outcome,
  display,
  approval,
  result,
}: Pick<ToolCallView, 'outcome' | 'display' | 'approval' | 'result'>): string {
  const said = approval?.feedback.trim() ?? ''
  if (outcome === 'rejected') return said === '' ? '' : `You said: ${said}`
  if (display?.type === 'command' || display?.type === 'checks' || result === null) return ''
  if (outcome !== 'error' && outcome !== 'refused') return ''
  return result.replace(/\s+/g, ' ').trim().slice(0, longestReason)
}
