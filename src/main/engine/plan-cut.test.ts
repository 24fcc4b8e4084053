import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { planCut } from './plan-cut.ts'

type Entry = 'message' | 'turn' | 'open' | 'streaming' | 'aborted' | 'notice'

/** A view of entries of 1,000 characters each, after a first message. */
function viewOf(entries: Entry[], condensed = 0): TaskView {
  const calls: Record<string, ToolCallView> = {}
  const items = (['message', ...entries] as Entry[]).map((entry, at) => {
    const text = 'x'.repeat(entry === 'message' || entry === 'aborted' ? 1_000 : 0)
    if (entry === 'message') return { type: 'message', id: `msg_${at}`, text }
    if (entry === 'notice') return { type: 'notice', id: `${at}`, notice: { type: 'model', model: 'm' } }
    const callId = `call_${at}`
    const finished = entry === 'turn'
    calls[callId] = {
      ...{ callId, name: '', arguments: '', status: finished ? 'finished' : 'running' },
      result: finished ? 'x'.repeat(1_000) : null,
    } as unknown as ToolCallView
    const state = entry === 'aborted' || entry === 'streaming' ? entry : 'committed'
    return { type: 'turn', id: `turn_${at}`, state, text, callIds: [callId] }
  }) as unknown as TranscriptItem[]
  return { items, calls, condensed: condensed === 0 ? null : { summary: 's', items: condensed } } as never
}

it.each<[string, Entry[], keep: number, condensed: number, cut: number | null]>([
  ['nothing is older than what stays', ['turn', 'turn'], 5_000, 0, null],
  ['the latest turns stay', ['turn', 'turn', 'turn', 'turn'], 2_000, 0, 3],
  ['a turn that is too large goes as well', ['turn', 'turn'], 100, 0, 3],
  ['what nobody has answered yet stays, however large', ['turn', 'message', 'message'], 100, 0, 2],
  ['an open turn and what follows stay', ['turn', 'turn', 'open', 'message'], 0, 0, 3],
  ['a turn that streams stays', ['turn', 'streaming'], 0, 0, 2],
  ['what is condensed already is not counted again', ['turn', 'turn', 'turn'], 1_000, 3, null],
  ['what came since is', ['turn', 'turn', 'turn', 'turn'], 1_000, 2, 4],
  ['aborted turns and notices weigh nothing', ['turn', 'aborted', 'notice', 'turn'], 1_000, 0, 2],
  ['only the first message is there', [], 0, 0, null],
])('%s', (_name, entries, keep, condensed, cut) => {
  expect(planCut(viewOf(entries, condensed), keep)).toBe(cut)
})

it('cuts between whole turns, after the first message, and gains something', () => {
  const entry = fc.constantFrom<Entry>('message', 'turn', 'turn', 'open', 'streaming', 'aborted', 'notice')
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), fc.nat(20_000), fc.nat(10), (entries, keep, before) => {
      const condensed = Math.min(before, entries.length)
      const cut = planCut(viewOf(entries, condensed), keep)
      if (cut === null) return
      expect(cut).toBeGreaterThan(Math.max(1, condensed))
      const gone = ['message', ...entries].slice(0, cut)
      expect(gone).not.toContain('open')
      expect(gone).not.toContain('streaming')
      // What is open holds back the cut, however much stays then.
      if (entries.includes('open') || entries.includes('streaming')) return
      const stays = entries.slice(cut - 1).filter((one) => one === 'turn').length * 1_000
      expect(stays).toBeLessThanOrEqual(keep)
    }),
    { numRuns: Number(process.env.TREELINE_PROPERTY_RUNS ?? 200) },
  )
})
