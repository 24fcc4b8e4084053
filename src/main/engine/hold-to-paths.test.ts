import { afterEach, describe, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { running, type SideBySide, startSideBySide } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const files = { 'src/a.txt': 'a\n', 'docs/b.txt': 'b\n' }
const held = { paths: ['src/**'] }

describe('a subtask that is held to paths', () => {
  it('has what it changed elsewhere by commands sent back, and lands once that is undone', async () => {
    test = await startSideBySide({
      files,
      arguments: { 'First.': held },
      pieces: {
        'First.': ({ turn, last }) => {
          if (turn === 0) return running('echo new > src/a.txt; echo new > docs/b.txt; echo x > top.txt')
          if (last.includes('Not finished yet: you changed files outside of src/**'))
            return running('git checkout -q docs/b.txt; rm top.txt')
          return completing('Done.')
        },
        'Second.': [running('echo two > two.txt')],
      },
    })
    await test.app.until('SA-1', 'completed')
    expect([test.read('src/a.txt'), test.read('docs/b.txt'), test.exists('top.txt')]).toEqual([
      ...['new\n', 'b\n', false],
    ])
    const [sent, done] = test.app.calls('SA-2').filter(({ name }) => name === 'attempt_completion')
    expect([sent?.outcome, done?.outcome]).toEqual(['error', 'ok'])
    expect(sent?.result).toContain('- docs/b.txt\n- top.txt\n')
    expect(sent?.display).toMatchObject({
      type: 'checks',
      results: [{ kind: 'paths', what: 'src/**', outcome: 'failed', found: 'changed: docs/b.txt, top.txt' }],
    })
    expect(test.app.view('SA-2').landed?.left).toBeUndefined()
  })

  it('may finish after five times, but what lies outside is not taken over', async () => {
    test = await startSideBySide({
      files,
      arguments: { 'First.': held },
      pieces: {
        'First.': [running('echo new > src/a.txt; git mv docs/b.txt src/moved.txt; echo x > docs/c.txt')],
        'Second.': [running('echo two > two.txt')],
      },
    })
    await test.app.until('SA-1', 'completed')
    const ends = test.app.calls('SA-2').filter(({ name }) => name === 'attempt_completion')
    expect(ends.map(({ outcome }) => outcome)).toEqual([...Array(5).fill('error'), 'ok'])
    expect(ends[4]?.result).toContain('these changes are not taken over')
    expect([test.read('src/a.txt'), test.read('src/moved.txt'), test.read('docs/b.txt')]).toEqual([
      ...['new\n', 'b\n', 'b\n'],
    ])
    expect(test.exists('docs/c.txt')).toBe(false)
    expect(test.app.view('SA-2').landed?.left).toEqual(['docs/b.txt', 'docs/c.txt'])
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === 'SA-2')?.result
    expect(told).toContain('Not taken over, or not all of it: docs/b.txt, docs/c.txt.')
  })
})
