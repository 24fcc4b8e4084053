import { expect, test } from 'vitest'
import { approvalKey } from './approval-keys.ts'

const press = (key: string, facts: object = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...facts,
})

test('Enter approves a card that has been there for half a second, Shift+Backspace rejects one at once', () => {
  expect([
    approvalKey(press('Enter'), 499),
    approvalKey(press('Enter'), 500),
    approvalKey(press('Backspace', { shiftKey: true }), 0),
    approvalKey(press('Backspace'), 900),
    approvalKey(press('a'), 900),
  ]).toEqual([null, 'approve', 'reject', null, null])
})

test('no key approves that is held, composes, goes with others or was dealt with', () => {
  const facts = ['repeat', 'isComposing', 'defaultPrevented', 'ctrlKey', 'metaKey', 'altKey', 'shiftKey']
  expect(facts.map((fact) => approvalKey(press('Enter', { [fact]: true }), 900))).toEqual(
    facts.map(() => null),
  )
})
