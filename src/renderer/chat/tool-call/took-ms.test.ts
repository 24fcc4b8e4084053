import { expect, test } from 'vitest'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { tookMs } from './took-ms.ts'

test('a call took the time from its start to its end, unless nobody saw it end', () => {
  const took = (facts: Partial<ToolCallView>) =>
    tookMs({ startedAt: 1_000, finishedAt: 5_000, display: null, unknown: null, ...facts })
  const unseen = { type: 'command', unseen: true } as ToolCallView['display']
  const said = (decision: 'rerun' | 'done' | 'skip') => ({ what: '', decision, note: '' })
  expect([
    took({}),
    took({ finishedAt: null }),
    took({ startedAt: null }),
    took({ display: unseen }),
    took({ unknown: said('done') }),
    took({ unknown: said('skip') }),
    took({ unknown: said('rerun') }),
  ]).toEqual([4_000, null, null, null, null, null, 4_000])
})
