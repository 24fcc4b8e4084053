import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

const E = '\u001b'

describe('plainText', () => {
  test.each([
    ['colours', `${E}[1;31mred${E}[0m and ${E}[38;2;1;2;3mrgb${E}[m`, 'red and rgb'],
    ['line ends of a terminal', 'a\r\nb\r\n', 'a\nb\n'],
    ['a progress bar', '10%\r50%\r100%\r\ndone\r\n', '100%\ndone\n'],
    ['a shorter last state', 'Downloading 100%\rDone\n', 'Done\n'],
    ['a progress bar that erases', `fetch 1${E}[K\r${E}[Kfetch 2${E}[2K\r${E}[32mok${E}[0m\n`, 'ok\n'],
    ['an unfinished progress bar', '10%\r20%\r', '20%'],
    ['a spinner of backspaces', 'wait |\b/\b-\b\\\bok\n', 'wait ok\n'],
    ['overstriking as man does', 'N\bNA\bAM\bME\bE', 'NAME'],
    ['backspaces that erase', 'abc\b \b\b \bX', 'aX '],
    ['more backspaces than text', 'ab\b\b\b\bX', 'Xb'],
    ['a status at the right', `Starting\r${E}[12C[ OK ]\n`, 'Starting    [ OK ]\n'],
    ['frames drawn again', `a 1\nb 1\n${E}[2A${E}[2Ka 2\n${E}[2Kb 2\nend\n`, 'a 2\nb 2\nend\n'],
    ['a list erased below', `x\ny\nz\n${E}[3A${E}[Jall done\n`, 'all done\n'],
    ['clear', `before\n${E}[H${E}[2J${E}[3Jafter\n`, 'before\nafter\n'],
    ['a title with spaces', `${E}]0;my title\u0007text`, 'text'],
    ['a link', `${E}]8;;http://example.org/a b${E}\\link${E}]8;;${E}\\.`, 'link.'],
    ['a title that never ends', `${E}]0;hidden?\nseen`, '\nseen'],
    ['a device string', `${E}Pq#0;2;0;0;0~~${E}\\text`, 'text'],
    ['eight-bit controls', '\u009b31mred\u009b0m\u009d0;t\u009c!', 'red!'],
    ['character sets and modes', `${E}(B${E}=${E}[?25lx${E}[?25h${E}7${E}8`, 'x'],
    ['a sequence cut off', `text${E}[3`, 'text'],
    ['other controls', 'a\u0000\u0007b\u007fc\td', 'abc\td'],
    ['other scripts and emoji', 'naïve 日本 👩‍👩‍👧 \r\n', 'naïve 日本 👩‍👩‍👧 \n'],
  ])('%s', (_, raw, shown) => {
    expect(plainText(raw)).toBe(shown)
  })

  test('keeps colours, and nothing else, when asked', () => {
    const raw = `${E}]0;t\u0007${E}[31mred${E}[0m${E}[2K${E}[?25l\r${E}[32mgreen${E}[0m\n`
    expect(plainText(raw, true)).toBe(`${E}[32mgreen${E}[0m\n`)
  })

  const piece = fc.oneof(
    fc.constantFrom('\n', '\r', '\b', '\t', E, `${E}[`, `${E}]`, '\u009b', '\u0000', ';', '999999999'),
    fc
      .constantFrom('A', 'B', 'C', 'D', 'G', 'H', 'J', '2J', 'K', '1K', '2K', 'm', '31m')
      .map((end) => `${E}[${end}`),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  const noise = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

  test('whatever comes, no control character but tab and line end is left, and text is well-formed', () => {
    fc.assert(
      fc.property(noise, (raw) => {
        const shown = plainText(raw)
        expect(shown).not.toMatch(/[^\P{Cc}\t\n]/u)
        expect(shown.isWellFormed()).toBe(true)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
        expect(plainText(raw, true).replace(/\u001b\[[\d;:]*m/g, '')).not.toMatch(/[^\P{Cc}\t\n]/u)
      }),
    )
  })

  test('text without controls is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const harmless = text.replace(/\p{Cc}/gu, '')
        expect(plainText(harmless)).toBe(harmless)
      }),
    )
  })

  test.each([
    ['unended titles', `${E}]`],
    ['unended parameters', `${E}[;`],
    ['backspaces', 'xy\b'],
    ['jumps', `${E}[399Cx\r`],
    ['wide lines', `${E}[399Cx\n`],
    ['half erased lines', `xy\b${E}[K`],
    ['up and down', `xx${E}[A${E}[Bx\n`],
  ])('takes time in proportion: %s', (_, pattern) => {
    const once = timeOf(pattern.repeat(Math.ceil(100_000 / pattern.length)))
    const tenfold = timeOf(pattern.repeat(Math.ceil(1_000_000 / pattern.length)))
    // Quadratic time would be a hundredfold; the floor keeps noise of small figures out.
    expect(tenfold).toBeLessThan(Math.max(once, 25) * 40)
  })
})

function timeOf(raw: string): number {
  const begin = performance.now()
  plainText(raw)
  return performance.now() - begin
}
