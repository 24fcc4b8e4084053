import { expect, test } from 'vitest'
import { languageName } from './language-names.ts'

test('a fence’s word finds its grammar, by whatever name', () => {
  expect(['TS', 'py', 'shell', 'c++', 'rust', 'constructor', 'klingon', ''].map(languageName)).toEqual([
    'typescript',
    'python',
    'bash',
    'cpp',
    'rust',
    null,
    null,
    null,
  ])
})
