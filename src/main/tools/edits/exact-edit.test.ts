import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyExactEdit, type ExactEditOptions } from './exact-edit.ts'

function content(original: string, old: string, replacement: string, options?: ExactEditOptions): string {
  const result = applyExactEdit(original, old, replacement, options)
  if (!result.ok) throw new Error(result.error)
  return result.content
}

function error(original: string, old: string, replacement: string, options?: ExactEditOptions): string {
  const result = applyExactEdit(original, old, replacement, options)
  if (result.ok) throw new Error(`Expected a refusal, got:\n${result.content}`)
  expect(result.failures).toHaveLength(1)
  return result.error
}

describe('one occurrence', () => {
  test.each([
    ['within a line', 'a = 1;\n', '1', '2', 'a = 2;\n'],
    ['over lines', 'a\nb\nc\n', 'b\nc', 'x', 'a\nx\n'],
    ['deleted', 'a\nb\nc\n', 'b\n', '', 'a\nc\n'],
    ['patterns of String.replace are text', 'price\n', 'price', "$& $1 $'", "$& $1 $'\n"],
    ['patterns of RegExp are text', 'a.*b aXb\n', 'a.*b', 'c', 'c aXb\n'],
    ['\\n for \\r\\n', 'a\r\nb\r\nc\r\n', 'a\nb\n', 'x\ny\nz\n', 'x\r\ny\r\nz\r\nc\r\n'],
    ['\\r\\n for \\n', 'a\nb\n', 'a\r\nb', 'x\r\ny', 'x\ny\n'],
    ['beginning with a break', 'a\r\nb\r\n', '\nb', '\nc', 'a\r\nc\r\n'],
    ['mixed breaks: as where it goes', 'a\nb\r\nc\nd\n', 'b\nc', 'x\ny', 'a\nx\r\ny\nd\n'],
    ['after a byte order mark', '\uFEFFa\n', 'a', 'b', '\uFEFFb\n'],
  ])('%s', (_, original, old, replacement, expected) => {
    expect(content(original, old, replacement)).toBe(expected)
  })

  test('a listing is unwrapped with a warning', () => {
    const result = applyExactEdit('a\nb\nc\n', '2 | b\n3 | c', '2 | x\n3 | c')
    expect(result).toMatchObject({ ok: true, content: 'a\nx\nc\n', applied: 1 })
    expect(result.ok && result.warnings[0]).toContain('line numbers')
  })
})

describe('several occurrences', () => {
  const FILE = 'x = 1\ny = 2\nx = 1\nz = 3\nx = 1\n'

  test('are refused with their lines', () => {
    expect(error(FILE, 'x = 1', 'x = 9')).toContain('3 times, at lines 1, 3, 5')
    expect(error('x'.repeat(50), 'x', 'y')).toContain('1, 1, 1, 1, 1, 1, 1, 1, 1, 1 and 40 more')
  })

  test('replaceAll', () => {
    const result = applyExactEdit(FILE, 'x = 1', 'x = 1, 1', { replaceAll: true })
    expect(result).toMatchObject({ ok: true, applied: 3, content: FILE.replaceAll('x = 1', 'x = 1, 1') })
  })

  test('expected', () => {
    expect(content(FILE, 'x = 1', 'w', { expected: 3 })).toBe('w\ny = 2\nw\nz = 3\nw\n')
    expect(error(FILE, 'x = 1', 'w', { expected: 2 })).toContain('3 times, at lines 1, 3, 5. You expected 2')
    expect(error(FILE, 'y = 2', 'w', { expected: 2, replaceAll: true })).toContain('once, at line 2')
    expect(error(FILE, 'y = 2', 'w', { expected: 0 })).toContain('You expected 0')
  })
})

describe('not found', () => {
  test('the closest lines and the first difference', () => {
    const text = error('one\n  const total = a + b\nthree\n', '  const totals = a + b\nthree', 'x')
    expect(text).toMatch(/lines 2–3, 9\d % alike/)
    expect(text).toContain('2 |   const total = a + b')
    expect(text).toContain('you sent "  const totals = a + b"')
  })

  test('only spaces differ', () => {
    expect(error('\tif (x) {\n\t\tgo()\n', '    if (x) {\n        go()', 'x')).toContain(
      'you sent "    if (x) {"',
    )
  })

  test('nothing alike', () => {
    expect(error('abc\n', 'zzz zzz', 'x')).toContain('Nothing in the file resembles it')
  })

  test('line numbers alone are no text', () => {
    expect(error('a\n\nb\n', '1 | \n2 |', 'x')).toContain('not in the file')
  })

  test('a long line is cut', () => {
    const long = `${'word '.repeat(5_000)}end\n`
    expect(error(long, long.replace('end', 'and'), 'x').length).toBeLessThan(1_000)
  })

  test('the same text', () => {
    expect(error('a\r\n', 'a\r\n', 'a\n')).toContain('the same')
  })
})

describe('an empty old text', () => {
  test('creates a file, fills an empty one, is refused elsewhere', () => {
    expect(content('', '', 'a\r\nb', { create: true })).toBe('a\r\nb')
    expect(content('', '', '', { create: true })).toBe('')
    expect(content('', '', 'a')).toBe('a')
    expect(error('a', '', 'b')).toContain('old text is empty but the file is not')
    expect(error('', 'a', 'b', { create: true })).toContain('does not exist')
  })
})

test('whatever stands around it, only the old text changes', () => {
  const piece = fc
    .array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '\r', '«'), { maxLength: 12 })
    .map((c) => c.join(''))
  fc.assert(
    fc.property(piece, piece, piece, fc.boolean(), (before, after, replacement, crlf) => {
      const old = '#old\n#text#'
      const there = crlf ? old.replace('\n', '\r\n') : old
      const expected = replacement.replaceAll('\r\n', '\n').replaceAll('\n', crlf ? '\r\n' : '\n')
      expect(content(before + there + after, old, replacement)).toBe(before + expected + after)
    }),
    { numRuns: 1_000 },
  )
})

test('never throws', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', '\r', ' ', '1 | ', '\uFEFF', '\uD800'),
    maxLength: 20,
  })
  fc.assert(
    fc.property(text, text, text, fc.boolean(), (original, old, replacement, replaceAll) => {
      const result = applyExactEdit(original, old, replacement, { replaceAll })
      if (result.ok && original !== '') expect(result.content).not.toBe(original)
    }),
    { numRuns: 1_000 },
  )
})
