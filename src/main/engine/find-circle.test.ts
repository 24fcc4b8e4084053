import { expect, it } from 'vitest'
import type { TaskView } from '../../contract/task-view.ts'
import { noToolNudge } from '../prompt/nudges.ts'
import { findCircle } from './find-circle.ts'

type Turn = [name: string, result: string] | 'word' | 'nudge' | 'paused' | 'condensed' | 'aborted'

function viewOf(turns: Turn[]): TaskView {
  const calls: Record<string, object> = {}
  const items = turns.map((turn, at) => {
    if (turn === 'word') return { type: 'message', from: 'person', text: 'Go on.' }
    if (turn === 'nudge') return { type: 'message', from: 'engine', text: noToolNudge }
    if (turn === 'paused') return { type: 'notice', notice: { type: 'status', to: 'paused' } }
    if (turn === 'condensed') return { type: 'notice', notice: { type: 'condensed' } }
    if (turn === 'aborted') return { type: 'turn', state: 'aborted', callIds: [] }
    const [name, result] = turn
    calls[at] = { name, arguments: '{"path":"a"}', result }
    return { type: 'turn', state: 'committed', callIds: [`${at}`] }
  })
  return { items, calls } as unknown as TaskView
}

const read: Turn = ['read_file', 'same']
const list: Turn = ['list_files', 'same']
const watch: Turn = ['read_command_output', 'still nothing']
const times = (count: number, ...turns: Turn[]): Turn[] => Array.from({ length: count }, () => turns).flat()

it.each<[string, Turn[], RegExp | null]>([
  ['four times are not enough', times(4, read), null],
  ['five times are a circle', times(5, read), /same calls 5 times .*: read_file \{"path":"a"\}\.$/],
  ['with another result they are not', [...times(4, read), ['read_file', 'new']], null],
  ['two by turns', times(5, read, list), /read_file .*, list_files/],
  ['three by turns', times(5, read, list, ['search_files', 'none']), /search_files/],
  ['two by turns, begun in the middle', [list, ...times(5, read, list)], /read_file/],
  ['a new step at the end', [...times(5, read), ['list_files', 'other']], null],
  ['a person’s word', [...times(3, read), 'word', ...times(4, read)], null],
  ['a pause', [...times(3, read), 'paused', ...times(4, read)], null],
  ['a nudge is nobody’s word', [...times(3, read), 'nudge', ...times(2, read)], /read_file/],
  [
    'nor is a summary, or a failed request',
    [...times(3, read), 'condensed', 'aborted', ...times(2, read)],
    /read_file/,
  ],
  ['looking at what runs may take longer', times(19, watch), null],
  ['but not for ever', times(20, watch), /20 times/],
])('%s', (_name, turns, words) => {
  const found = findCircle(viewOf(turns))
  if (words === null) expect(found).toBeNull()
  else expect(found).toMatch(words)
})
