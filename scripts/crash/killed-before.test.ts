import { expect, it } from 'vitest'
import { allFailpoints, killAtFailpoints } from './failpoints.ts'
import { buildForTests } from './test-build.ts'

it('killed before every transaction and effect, a tree and its people come to the same end', async () => {
  const build = await buildForTests({ failpoints: true })
  const names = allFailpoints().filter((name) => name.startsWith('before:'))
  const { unreached, faults } = await killAtFailpoints(build, { names, time: 1, seed: 1 })
  expect(faults).toEqual([])
  // Each is come by, so that none can be listed and tell nothing.
  expect(unreached).toEqual([])
}, 180_000)
