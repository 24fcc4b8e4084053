import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderHtml } from './render-html.ts'
import { type SplitText, splitBlocks } from './split-blocks.ts'

const sample = [
  '# Title',
  'A paragraph\nof two lines.',
  '- one\n- two\n\n  still two',
  '```ts\nconst a = 1\n\nconst b = 2\n```',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '> quoted\nlazily',
  '    indented code',
  'Set\n===',
  '[x][r] and words',
  '[r]: https://example.org/',
  'The end.',
].join('\n\n')

const texts = (split: SplitText) => split.blocks.map(({ text }) => text.trim())

test('takes a text apart at its top level and knows code', () => {
  const { blocks } = splitBlocks('Words.\n\n```ts title\na\n\nb\n```\n\n- one\n- two\n\n~~~\nopen')
  expect(blocks.map(({ text, code }) => [text.trim(), code])).toEqual([
    ['Words.', null],
    ['```ts title\na\n\nb\n```', { language: 'ts', text: 'a\n\nb', closed: true }],
    ['- one\n- two', null],
    ['~~~\nopen', { language: '', text: 'open', closed: false }],
  ])
})

test('a fence is closed by its own kind only, and at its own length', () => {
  const closed = (text: string) => splitBlocks(text).blocks[0]?.code?.closed
  expect([
    closed('```\na\n```'),
    closed('```\na\n`````'),
    closed('````\na\n```'),
    closed('```\na\n~~~'),
    closed('```'),
    closed('```\n``` a'),
  ]).toEqual([true, true, false, false, false, false])
})

test('a text that grows piece by piece ends as the same blocks as one read at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: sample.length }), { maxLength: 40 }),
      fc.boolean(),
      (cuts, withCarriageReturns) => {
        const whole = withCarriageReturns ? sample.replaceAll('\n', '\r\n') : sample
        let split: SplitText | undefined
        for (const at of [...cuts].sort((a, b) => a - b)) split = splitBlocks(whole.slice(0, at), split)
        const grown = splitBlocks(whole, split)
        const fresh = splitBlocks(whole)
        expect(texts(grown)).toEqual(texts(fresh))
        expect(grown.references).toEqual(fresh.references)
      },
    ),
  )
})

test('growing keeps every block but the last as the same object', () => {
  const before = splitBlocks(`${sample}\n\nAnd mo`)
  const after = splitBlocks(`${sample}\n\nAnd more`, before)
  const kept = before.blocks.slice(0, -1)
  expect(after.blocks.slice(0, kept.length).every((block, at) => block === kept[at])).toBe(true)
  expect(after.references).toBe(before.references)
  expect(after.blocks.at(-1)?.text).toBe('And more')
})

test('a text that did not grow out of the last one is read anew', () => {
  const before = splitBlocks('One.\n\nTwo.')
  expect(texts(splitBlocks('Three.\n\nFour.', before))).toEqual(['Three.', 'Four.'])
})

test('a link finds its definition in another block', () => {
  const { blocks, references } = splitBlocks('See [here][r].\n\n[r]: https://example.org/')
  expect(renderHtml(blocks[0]?.text ?? '', references)).toContain('href="https://example.org/"')
})
