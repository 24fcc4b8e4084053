import { expect, test } from 'vitest'
import { launchMode } from './launch.ts'

const modes = ['architect', 'orchestrator', 'code'].map((slug) => ({ slug }))

test('each launch begins in its usual mode until another one is chosen that fits', () => {
  expect([
    launchMode('orchestrator', null, modes),
    launchMode('simple', null, modes),
    launchMode('orchestrator', 'architect', modes),
    launchMode('simple', 'orchestrator', modes),
    launchMode('simple', 'gone', modes),
  ]).toEqual(['orchestrator', 'code', 'architect', 'code', 'code'])
})

test('without its usual mode it takes the first that fits, and none where there is none', () => {
  expect([
    launchMode('orchestrator', null, [{ slug: 'ask' }]),
    launchMode('simple', null, [{ slug: 'orchestrator' }, { slug: 'ask' }]),
    launchMode('simple', null, [{ slug: 'orchestrator' }]),
    launchMode('orchestrator', null, []),
  ]).toEqual(['ask', 'ask', null, null])
})
