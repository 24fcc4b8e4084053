import { expect, it } from 'vitest'
import { randomKills, work } from './kills.ts'
import { createRandom } from './random.ts'
import { stopCycles } from './stops.ts'
import { buildForTests } from './test-build.ts'

it('killed at random moments, a tree three levels deep comes to its end with nothing lost or done twice', async () => {
  const build = await buildForTests({ failpoints: true })
  const random = createRandom(20)
  const { faults, kills } = await work(build, randomKills(random), random)
  expect(faults).toEqual([])
  expect(kills).toBeGreaterThan(2)
}, 120_000)

// Only Linux shows the processes of others.
it.skipIf(process.platform !== 'linux')(
  'stopped, cancelled or killed, a task leaves none of its processes and starts nothing more',
  async () => {
    const build = await buildForTests({ failpoints: true })
    const { faults, cycles } = await stopCycles(build, { cycles: 9, seed: 7, workers: 3 })
    expect(faults).toEqual([])
    expect(cycles).toBe(9)
  },
  120_000,
)
