import { expect, test } from 'vitest'
import { doubtOfCall, doubtOfCommand, doubtOfWrite, settledResult } from './doubt-words.ts'

test('what is known of a command is said, and no more', () => {
  const cut = { code: 143, cut: true, bytes: 0 }
  expect([
    doubtOfCommand(null),
    doubtOfCommand(cut),
    doubtOfCommand({ ...cut, code: null, bytes: 2_340 }),
    doubtOfCommand({ ...cut, code: 0, bytes: 6 }),
    doubtOfCommand({ code: 3, cut: false, bytes: 0 }),
  ]).toEqual([
    'Treeline was closed just as this command was to start, and nothing of it was kept. Whether it ran at all is not known.',
    'Treeline was closed while this command ran, and the command was ended with it. It had written nothing by then. What it had changed by then is not known.',
    'Treeline was closed while this command ran, and the command was ended with it. Its output up to then was kept (2.3 kB). What it had changed by then is not known.',
    'Treeline was closed while this command ran, and the command was ended with it. It had a moment to put things away, and left with exit code 0. Its output up to then was kept (6 bytes). What it had changed by then is not known.',
    'Treeline was closed while this command ran. It came to its end by itself, with exit code 3, but its output was not kept to the end. What it changed is not known.',
  ])
})

test('of a file it is said how it stands now', () => {
  expect(doubtOfWrite('a.ts', { state: 'other' })).toContain('neither what stood there before nor')
  expect(doubtOfWrite('a.ts', { state: 'missing' })).toContain('is not there now')
  expect(doubtOfWrite('a.ts', { state: 'unreadable', why: 'EACCES' })).toMatch(/a\.ts.*EACCES$/)
  expect(doubtOfCall('use_mcp_tool')).toContain('use_mcp_tool was at work')
})

test('the model is told what the person said, what is known and what was kept', () => {
  const settled = { note: ' All full. ', what: 'It was cut off.', output: 'half' }
  expect(settledResult({ ...settled, decision: 'done' })).toBe(
    'It was cut off.\n\nThe user has looked into it and says that it was carried out. Do not do it again. What they found:\n\nAll full.\n\nWhat it had written by then:\nhalf',
  )
  const skipped = settledResult({ decision: 'skip', note: '', what: 'It was cut off.', output: null })
  expect(skipped).toMatch(
    /what became of it is not known\..* The user said to go on without it\.\n\nWhat is known of it: It was cut off\.$/,
  )
})
