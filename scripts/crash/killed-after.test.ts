import { expect, it } from 'vitest'
import { failpointNames } from '../../src/main/base/failpoint.ts'
import { killAtFailpoints } from './failpoints.ts'
import { buildForTests } from './test-build.ts'
import { notYetWritten } from './unwritten.ts'

it('killed after every transaction and effect, a tree and its people come to the same end', async () => {
  const build = await buildForTests({ failpoints: true })
  const names = failpointNames().filter((name) => name.startsWith('after:'))
  const { unreached, faults } = await killAtFailpoints(build, { names, time: 1, seed: 1 })
  expect(faults).toEqual([])
  // Each is come by, so that none can be listed and tell nothing.
  expect(unreached.filter((name) => !notYetWritten(name))).toEqual([])
}, 180_000)
