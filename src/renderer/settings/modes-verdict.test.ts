import { expect, test } from 'vitest'
import type { ModeProblem } from '../../contract/mode.ts'
import { isYaml } from './code-editor.ts'
import { modesVerdict } from './modes-verdict.ts'

const problem = (severity: ModeProblem['severity']): ModeProblem => ({
  severity,
  slug: null,
  field: null,
  line: null,
  message: '',
})
const verdict = (modes: number, ...problems: ModeProblem['severity'][]) =>
  modesVerdict({ modes: Array.from({ length: modes }) as never, problems: problems.map(problem) })

test('a modes file is summed up in words', () => {
  expect([
    verdict(0),
    verdict(1),
    verdict(3, 'error'),
    verdict(2, 'error', 'error', 'warning'),
    verdict(2, 'warning', 'warning'),
  ]).toEqual([
    '0 modes in force',
    '1 mode in force',
    '3 modes in force, 1 problem',
    '2 modes in force, 2 problems, 1 warning',
    '2 modes in force, 2 warnings',
  ])
})

test('the language is told by the name, and by the text where the name says nothing', () => {
  expect([
    isYaml('custom_modes.yaml', '{}'),
    isYaml('modes.json', 'customModes:'),
    isYaml('.roomodes', '{ "customModes": [] }'),
    isYaml('.roomodes', '// mine\n{}'),
    isYaml('.roomodes', 'customModes:\n  - slug: a'),
    isYaml('.roomodes', ''),
  ]).toEqual([true, false, false, false, true, false])
})
