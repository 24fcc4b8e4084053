import { expect, test } from 'vitest'
import { isSendKey } from './send-key.ts'

const press = (facts: object) =>
  isSendKey({
    key: 'Enter',
    keyCode: 13,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    isComposing: false,
    ...facts,
  })

test('Enter sends, alone or with the command key', () => {
  expect([{}, { ctrlKey: true }, { metaKey: true }].map(press)).toEqual([true, true, true])
})

test('Enter that breaks the line or ends a composed word does not', () => {
  expect(
    [{ shiftKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }, { key: 'a' }].map(press),
  ).toEqual([false, false, false, false, false])
})
