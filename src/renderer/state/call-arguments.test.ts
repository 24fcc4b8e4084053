import { expect, test } from 'vitest'
import { partialArgument } from './call-arguments.ts'

test('an argument is read while it is written', () => {
  const whole = '{"path": "src/\\u00e4 \\"b\\".ts", "content": "line 1\\nline 2"}'
  const cuts = [0, 8, 10, 14, 17, 20, 40, whole.length - 3]
  expect(
    cuts.map((at) => [
      partialArgument(whole.slice(0, at), 'path'),
      partialArgument(whole.slice(0, at), 'content'),
    ]),
  ).toEqual([
    [null, null],
    [null, null],
    ['', null],
    ['src/', null],
    ['src/', null],
    ['src/ä', null],
    ['src/ä "b".ts', null],
    ['src/ä "b".ts', 'line 1\nline '],
  ])
})
