import { expect, it } from 'vitest'
import { createLandings } from './landings.ts'

it('lets one piece of work after the other into a folder, and others go beside', async () => {
  const landings = createLandings()
  const order: string[] = []
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const piece = (name: string, folder: string, wait?: Promise<void>) =>
    landings.next(folder, async () => {
      order.push(`${name} begins`)
      await wait
      order.push(`${name} ends`)
      return name
    })
  const [a, b, c] = [piece('a', '/one', gate), piece('b', '/one'), piece('c', '/two')]
  expect(await c).toBe('c')
  expect(order).toEqual(['a begins', 'c begins', 'c ends'])
  open()
  expect(await Promise.all([a, b])).toEqual(['a', 'b'])
  expect(order.slice(3)).toEqual(['a ends', 'b begins', 'b ends'])
})

it('goes on after a piece that fails, which alone hears of it', async () => {
  const landings = createLandings()
  const failing = landings.next('/one', async () => {
    throw new Error('No room.')
  })
  const after = landings.next('/one', async () => 'done')
  await expect(failing).rejects.toThrow('No room.')
  expect(await after).toBe('done')
})
