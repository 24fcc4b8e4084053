import fc from 'fast-check'
import { expect, test } from 'vitest'
import { revealHidden } from './reveal-hidden.ts'

const tags = (text: string) =>
  String.fromCodePoint(...[...text].map((c) => 0xe0000 + (c.codePointAt(0) ?? 0)))

test('ordinary text in any script stays as it is', () => {
  const texts = ['a\tb\r\nc', 'Ünïcödé', 'שלום', 'مرحبا', '👩‍👩‍👧‍👦', 'é', `🏴${tags('gbeng')}\u{e007f}`]
  expect(texts.map(revealHidden)).toEqual(texts)
})

test('what hides is shown', () => {
  expect(
    [
      'safe\u202e\u2066 // }if (isAdmin)\u2069',
      `run ${tags('rm -rf')} now`,
      '\u001b[2J\u0007\u007f\u0000\u009b1m',
      `Z${'\u0301'.repeat(60)}`,
    ].map(revealHidden),
  ).toEqual([
    'safe⟦U+202E⟧⟦U+2066⟧ // }if (isAdmin)⟦U+2069⟧',
    'run ⟦hidden: rm -rf⟧ now',
    '␛[2J␇␡␀\ufffd1m',
    `Z${'\u0301'.repeat(8)}`,
  ])
})

test('nothing that acts is left in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const bare = revealHidden(text).replace(/\u{1f3f4}[\u{e0000}-\u{e007f}]+/gu, '')
      expect(bare).not.toMatch(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u)
    }),
  )
})

test('what has no width is told, and the joiners of scripts and emoji are not', () => {
  expect(['r\u200bm -rf', 'a\u200db', '\ufeffecho', 'می\u200cخواهم', '👩\u200d👧'].map(revealHidden)).toEqual(
    ['r⟦U+200B⟧m -rf', 'a⟦U+200D⟧b', '⟦U+FEFF⟧echo', 'می\u200cخواهم', '👩\u200d👧'],
  )
})
