import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countLineEnds, fold, foldWindow } from './fold-output.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`)

describe('fold', () => {
  test('leaves alone what fits', () => {
    expect(fold('a\r\nb\r\n', { maxCharacters: 10 })).toBe('a\nb\n')
    expect(fold('', { maxCharacters: 10 })).toBe('')
  })

  test('keeps the first third and the last two thirds in whole lines and says what is missing', () => {
    const lines = numbered(5_000)
    const folded = fold(lines.join('\r\n'), { maxCharacters: 1_000, commandId: 'cmd_ab_1' })
    const shown = folded.split('\n')
    const at = shown.findIndex((line) => line.startsWith('…'))
    const left = 5_000 - (shown.length - 1)
    expect(shown[at]).toBe(
      `… ${left.toLocaleString('en-US')} lines left out; whole output: read_command_output("cmd_ab_1") …`,
    )
    expect(shown.slice(0, at)).toEqual(lines.slice(0, at))
    expect(shown.slice(at + 1)).toEqual(lines.slice(at - shown.length + 1))
    expect(folded.length).toBeGreaterThan(950)
    const [before = '', after = ''] = folded.split(/\n….*…\n/)
    expect(after.length / before.length).toBeGreaterThan(1.8)
    expect(after.length / before.length).toBeLessThan(2.4)
  })

  test('cuts one line of ten million characters', () => {
    const folded = fold(`${'a'.repeat(5_000_000)}${'b'.repeat(5_000_000)}`, { maxCharacters: 1_000 })
    expect(folded).toMatch(/^a+…\n… 9,99\d,\d{3} characters left out …\n…b+$/)
    expect(folded.length).toBeGreaterThan(900)
    expect(folded.length).toBeLessThanOrEqual(1_000)
  })

  test('shows the end of a long last line that ends in a line end', () => {
    const folded = fold(`first\n${'x'.repeat(50_000)}END\n`, { maxCharacters: 500 })
    expect(folded).toMatch(/^first\nx+…\n… 49,\d{3} characters left out …\n…x+END\n$/)
  })

  test('counts the lines of a very long output that it does not look at', () => {
    const count = 400_000
    const folded = fold(numbered(count).join('\n'), { maxCharacters: 2_000 })
    const left = Number(/… ([\d,]+) lines left out/.exec(folded)?.[1]?.replaceAll(',', ''))
    expect(left + folded.split('\n').length - 1).toBe(count)
    expect(folded.endsWith(`line ${count}`)).toBe(true)
  })

  test('ends a colour before the mark', () => {
    const folded = fold(`\u001b[31m${numbered(900).join('\n')}`, { maxCharacters: 300, colours: true })
    expect(folded.startsWith('\u001b[31mline 1\n')).toBe(true)
    expect(folded).toContain('\n\u001b[0m… ')
  })

  test('is never longer than asked, whatever comes', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.nat(3_000).map((length) => '😀'.repeat(length)),
      fc.nat(200).map((length) => '\n'.repeat(length)),
    )
    const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, fc.nat(3_000), fc.boolean(), (raw, maxCharacters, colours) => {
        const folded = fold(raw, { maxCharacters, colours, commandId: 'cmd_ab_1' })
        expect(folded.length).toBeLessThanOrEqual(maxCharacters)
        expect(folded.isWellFormed()).toBe(true)
      }),
    )
  })

  test('every line that is shown is a line of the output, in its order, and the count is right', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), maxLength: 60 }), {
      minLength: 60,
      maxLength: 200,
    })
    fc.assert(
      fc.property(lines, fc.integer({ min: 400, max: 2_000 }), (all, maxCharacters) => {
        const folded = fold(all.join('\n'), { maxCharacters })
        const shown = folded.split('\n')
        const at = shown.findIndex((line) => / lines? left out …$/.test(line))
        if (at === -1) {
          expect(shown).toEqual(all)
          return
        }
        const after = shown.slice(at + 1)
        expect(shown.slice(0, at)).toEqual(all.slice(0, at))
        expect(after).toEqual(all.slice(all.length - after.length))
        expect(shown[at]).toContain(`… ${all.length - at - after.length} line`)
      }),
    )
  })
})

test('foldWindow drops the pieces of lines at the gap', () => {
  const window = { head: 'one\ntwo\nthr', tail: 'eight\nnine\nten\n', linesBetween: 5, bytesBetween: 30 }
  expect(foldWindow(window, { maxCharacters: 400 })).toBe('one\ntwo\n… 6 lines left out …\nnine\nten\n')
})

test('countLineEnds', () => {
  expect([countLineEnds(''), countLineEnds('a'), countLineEnds('\n\na\n')]).toEqual([0, 0, 3])
})
