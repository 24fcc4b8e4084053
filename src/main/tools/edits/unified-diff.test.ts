import { applyPatch } from 'diff'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unifiedDiff } from './unified-diff.ts'

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join('')

describe('the patch', () => {
  test('has three lines of context', () => {
    const before = numbered(1, 20)
    expect(unifiedDiff('src/a.ts', before, before.replace('\n10\n', '\nten\n'))).toEqual({
      patch: '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n',
      added: 1,
      removed: 1,
      complete: true,
      exact: true,
    })
  })

  test('far changes are two hunks, counted together', () => {
    const before = numbered(1, 40)
    const after = before.replace('\n10\n', '\n').replace('\n30\n', '\n30\n30a\n30b\n')
    const { patch, added, removed } = unifiedDiff('a', before, after)
    expect(patch.match(/^@@.*@@$/gm)).toEqual(['@@ -7,7 +7,6 @@', '@@ -28,6 +27,8 @@'])
    expect({ added, removed }).toEqual({ added: 2, removed: 1 })
  })

  test('a new file, an emptied one, a missing final newline', () => {
    expect(unifiedDiff('a', '', 'x\n').patch).toBe('--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n')
    expect(unifiedDiff('a', 'x\n', '').patch).toBe('--- a/a\n+++ b/a\n@@ -1,1 +0,0 @@\n-x\n')
    expect(unifiedDiff('a', 'x', 'x\n').patch).toBe(
      '--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n',
    )
  })

  test('nothing differs', () => {
    expect(unifiedDiff('a', 'x', 'x')).toEqual({
      patch: '',
      added: 0,
      removed: 0,
      complete: true,
      exact: true,
    })
  })

  test('a name with a line break cannot forge a header', () => {
    expect(unifiedDiff('a\n+++ b/x', 'x', 'y').patch.split('\n')).toHaveLength(8)
  })

  test('applied to the file it came from, gives the file it leads to', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '', 'c\r', '-- x', '++ x', '\\ No newline'), { maxLength: 25 })
      .map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, text, text, (head, before, after, tail) => {
        const left = `${head}\n${before}\n${tail}`
        const right = `${head}\n${after}\n${tail}`
        const { patch, added, removed } = unifiedDiff('a', left, right)
        expect(applyPatch(left, patch, { autoConvertLineEndings: false })).toBe(right)
        expect(added - removed).toBe(
          right.split('\n').length - left.split('\n').length + endDifference(left, right),
        )
      }),
      { numRuns: 500 },
    )
  })
})

/** A text that ends in a newline has one line less than pieces. */
function endDifference(left: string, right: string): number {
  return Number(left.endsWith('\n')) - Number(right.endsWith('\n'))
}

describe('what is left out is said', () => {
  test('lines beyond the limit', () => {
    const { patch, added, complete } = unifiedDiff('a', '', numbered(1, 1_000), { maxChars: 100 })
    expect(patch).toMatch(/\+22\n… 978 more lines\n$/)
    expect({ added, complete }).toEqual({ added: 1_000, complete: false })
  })

  test('exactly at the limit nothing is', () => {
    const whole = unifiedDiff('a', 'x\n', 'y\n')
    const body = whole.patch.length - '--- a/a\n+++ b/a\n'.length
    expect(unifiedDiff('a', 'x\n', 'y\n', { maxChars: body })).toEqual(whole)
    expect(unifiedDiff('a', 'x\n', 'y\n', { maxChars: body - 1 }).patch).toMatch(/-x\n… 1 more line\n$/)
  })

  test('the rest of a long line', () => {
    const { patch, complete } = unifiedDiff('a.min.js', 'x'.repeat(50_000), 'y'.repeat(50_000))
    expect(patch).toContain('xxx… 48001 more characters\n')
    expect(patch.length).toBeLessThan(5_000)
    expect(complete).toBe(false)
  })
})

describe('five megabytes', () => {
  const random = (seed: number) => {
    let state = seed
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state
    }
  }
  const lines = (count: number, choices: number, seed: number) => {
    const next = random(seed)
    return Array.from(
      { length: count },
      () => `some line of code with the number ${next() % choices}\n`,
    ).join('')
  }
  const LARGE = lines(120_000, 1_000_000_000, 1)

  test('a small change is listed', () => {
    const at = LARGE.indexOf('\n', LARGE.length / 2) + 1
    const { patch, added } = unifiedDiff('a', LARGE, `${LARGE.slice(0, at)}new\n${LARGE.slice(at)}`)
    expect(patch.split('\n')).toHaveLength(11)
    expect(added).toBe(1)
  })

  test.each([
    [
      'rewritten',
      lines(120_000, 1_000_000_000, 1),
      lines(60_000, 1_000_000_000, 2).replaceAll('some', 'another'),
      true,
    ],
    ['shuffled', lines(60_000, 500, 3), lines(60_000, 500, 4), false],
    ['too many lines', '\n'.repeat(2_500_000), 'x\n'.repeat(2_500_000), false],
    ['one line', 'a'.repeat(5_000_000), 'b'.repeat(5_000_000), true],
    ['made', '', LARGE, true],
  ])('%s', (_, before, after, exact) => {
    const started = performance.now()
    const diff = unifiedDiff('a', before, after)
    // The limits inside are 3 s; the rest is room for a busy machine.
    expect(performance.now() - started).toBeLessThan(15_000)
    expect(diff).toMatchObject({ exact, complete: false })
    expect(diff.patch.length).toBeLessThan(41_000)
    if (!exact)
      expect(diff.patch).toMatch(/too many differences to list: from line 1 on, \d+ lines became \d+ lines/)
  })
})
