import { expect, test } from 'vitest'
import { completionText, typedToken } from './typed-token.ts'

const at = (text: string) => {
  const caret = text.indexOf('|')
  const token = typedToken(text.replace('|', ''), caret)
  return token && `${token.kind} ${token.from}-${token.to} ${token.query}`
}

test('a mention or a command is completed where the caret is', () => {
  expect(['@|', 'see @src/a|', '(@a|', 'x\n@a.b|', 'see @"my no|', '@git:a|'].map(at)).toEqual([
    ...['mention 0-1 ', 'mention 4-10 src/a', 'mention 1-3 a', 'mention 2-6 a.b', 'mention 4-11 my no'],
    'mention 0-6 git:a',
  ])
  expect(['/|', '/rev|', '/rev|iew'].map(at)).toEqual(['command 0-1 ', 'command 0-4 rev', 'command 0-4 rev'])
  expect(['a@b|', 'see @a b|', 'see /rev|', '@"a" b|', 'plain|', '@|'].map(at).slice(0, 5)).toEqual(
    Array(5).fill(null),
  )
})

test('one can go on into a folder, and after all else a word follows', () => {
  const goOn = ['@src/', '@"my dir/"', '@a'].map((insert) => completionText(insert, true))
  expect([...goOn, completionText('@src/', false)]).toEqual(['@src/', '@"my dir/" ', '@a ', '@src/ '])
})
