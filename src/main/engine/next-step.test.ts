import { expect, it } from 'vitest'
import type { CallId, MessageId, TurnId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { noToolNudge } from '../prompt/nudges.ts'
import { nextStep } from './next-step.ts'

type Item = TranscriptItem | { turn: TranscriptItem; calls: ToolCallView[] }
let count = 0

const message = (from: 'person' | 'parent' | 'engine', text = 'Words.'): TranscriptItem => ({
  type: 'message',
  id: `msg_${++count}` as MessageId,
  at: 0,
  from,
  text,
})
const notice = (notice: Extract<TranscriptItem, { type: 'notice' }>['notice']): TranscriptItem => ({
  type: 'notice',
  id: `${++count}`,
  at: 0,
  notice,
})
/** A turn with calls: `ok` had its result, `error` came to nothing before it began, `open` has none yet. */
function turn(
  state: 'streaming' | 'committed' | 'aborted',
  ...kinds: ('ok' | 'error' | 'refused' | 'open')[]
) {
  const id = `turn_${++count}` as TurnId
  const calls = kinds.map((kind, index) => {
    const outcome = kind === 'open' ? null : kind
    const status = kind === 'open' ? 'pending' : 'finished'
    const startedAt = kind === 'ok' ? 1 : null
    const callId = `call_${count}_${index}` as CallId
    return { callId, outcome, status, startedAt, subtask: null } as ToolCallView
  })
  const callIds = calls.map(({ callId }) => callId)
  return { turn: { type: 'turn', id, state, text: `words ${id}`, callIds } as TranscriptItem, calls }
}
const view = (items: Item[]) =>
  ({
    items: items.map((item) => ('turn' in item ? item.turn : item)),
    calls: Object.fromEntries(
      items.flatMap((item) => ('turn' in item ? item.calls.map((call) => [call.callId, call]) : [])),
    ),
  }) as unknown as TaskView

const person = message('person')
const report = message('engine', 'A background subtask has ended.')
const nudge = message('engine', noToolNudge)
const words = () => turn('committed')
const mistake = () => turn('committed', 'error')
const useful = () => turn('committed', 'ok')
const stopped = notice({ type: 'status', from: 'in_progress', to: 'paused', reason: '' })
const failed = notice({ type: 'failed', message: 'No.' })
const cancelled = notice({ type: 'cancelled', by: 'person', reason: '' })
const completed = notice({ type: 'completed', result: 'Done.' })
const mode = notice({ type: 'mode', from: 'a', to: 'b', by: 'person', reason: '' })

const ask = { type: 'ask_model' }
const giveUp = (mistakes: number) => expect.objectContaining({ type: 'give_up', mistakes })

it.each<[string, Item[], object]>([
  ['a new task asks', [person], ask],
  ['a broken-off turn is asked for again', [person, turn('aborted')], ask],
  ['a turn whose calls are done asks', [person, useful()], ask],
  ['words alone are nudged', [person, words()], { type: 'nudge', text: noToolNudge }],
  ['words alone that were nudged ask', [person, words(), nudge], ask],
  ['words alone and then a person’s word ask', [person, words(), person], ask],
  ['words alone and then a child’s report ask', [person, words(), report], ask],
  ['a word that came while the turn streamed counts', [person, turn('aborted'), person, useful()], ask],
  ['two mistakes are borne', [person, mistake(), words(), nudge], ask],
  ['three are not', [person, mistake(), words(), nudge, mistake()], giveUp(3)],
  [
    'a refusal by policy is a mistake, too',
    [person, ...['', '', ''].map(() => turn('committed', 'refused'))],
    giveUp(3),
  ],
  [
    'a turn with one good call is none',
    [person, words(), nudge, words(), nudge, turn('committed', 'error', 'ok')],
    ask,
  ],
  [
    'a useful turn wipes the slate',
    [person, words(), nudge, words(), nudge, useful(), words()],
    { type: 'nudge', text: noToolNudge },
  ],
  [
    'aborted tries in between do not',
    [person, words(), nudge, words(), nudge, turn('aborted'), words()],
    giveUp(3),
  ],
  ['nor does a change of mode', [person, words(), nudge, words(), mode, nudge, words()], giveUp(3)],
  [
    'a person’s word does',
    [person, words(), nudge, words(), person, words()],
    { type: 'nudge', text: noToolNudge },
  ],
  [
    'a child’s report does',
    [person, words(), nudge, words(), report, words()],
    { type: 'nudge', text: noToolNudge },
  ],
  ['a stop does', [person, mistake(), mistake(), mistake(), stopped], ask],
  [
    'a failure does',
    [person, words(), nudge, words(), nudge, words(), failed],
    { type: 'nudge', text: noToolNudge },
  ],
  ['a cancellation does', [person, mistake(), mistake(), mistake(), cancelled], ask],
  ['an end does', [person, mistake(), mistake(), useful(), completed, person], ask],
])('%s', (_name, items, step) => {
  expect(nextStep(view(items), 3, () => true)).toEqual(step)
})

it('settles the open calls of the latest turn in the model’s order, before anything else', () => {
  const latest = turn('committed', 'ok', 'open', 'open')
  expect(nextStep(view([person, useful(), latest, person]), 1, () => true)).toEqual({
    type: 'settle',
    callId: latest.calls[1]?.callId,
  })
})

it('gives up at the first mistake when the limit is one', () => {
  expect(nextStep(view([person, words()]), 1, () => true)).toEqual(giveUp(1))
  expect(nextStep(view([person, words(), person]), 1, () => true)).toEqual(ask)
})
