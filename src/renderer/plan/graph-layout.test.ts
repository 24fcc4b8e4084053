import { expect, test } from 'vitest'
import { isCritical, layoutGraph, neighbourIn, nodeSize } from './graph-layout.ts'

const node = (callId: string, ...dependsOn: string[]) => ({ callId, dependsOn })
const shape = {
  nodes: [node('a'), node('b'), node('c', 'a'), node('d'), node('e'), node('f', 'd')],
  groups: [
    { callIds: ['a', 'b', 'c'], after: [] },
    { callIds: ['d', 'e', 'f'], after: ['b', 'c'] },
  ],
} as never
const layout = layoutGraph(shape)
const at = (id: string) => layout.nodes.get(id as never) ?? { x: Number.NaN, y: Number.NaN }

test('what had to return first stands further left, and nothing lies on anything else', () => {
  for (const [one, other] of ['ac', 'cd', 'be', 'df']) {
    expect(at(one as string).x + nodeSize.width).toBeLessThan(at(other as string).x)
  }
  const all = [...layout.nodes.values()]
  for (const one of all) {
    expect([one.x >= 0, one.y >= 0, one.x + nodeSize.width <= layout.width]).toEqual([true, true, true])
    const over = all.filter(
      ({ x, y }) => Math.abs(x - one.x) < nodeSize.width && Math.abs(y - one.y) < nodeSize.height,
    )
    expect(over).toHaveLength(1)
  }
})

test('turns that waited for several lead through one joint, and the critical path with them', () => {
  const arrows = layout.edges.map(({ id }) => id)
  expect(arrows.toSorted()).toEqual(['a c', 'b joint 1', 'c joint 1', 'd f', 'joint 1 d', 'joint 1 e'])
  const strong = layout.edges.filter((edge) => isCritical(edge, ['a', 'c', 'd', 'f'] as never))
  expect(strong.map(({ id }) => id).toSorted()).toEqual(['a c', 'c joint 1', 'd f', 'joint 1 d'])
})

test('arrow keys lead to what is next in their direction', () => {
  const move = (from: string, key: Parameters<typeof neighbourIn>[2]) =>
    neighbourIn(layout.nodes, from as never, key)
  expect([move('a', 'ArrowRight'), move('d', 'ArrowRight'), move('f', 'ArrowLeft')]).toEqual(['c', 'f', 'd'])
  expect([move('a', 'ArrowLeft'), move('f', 'ArrowRight')]).toEqual([null, null])
  const [upper, lower] = at('d').y < at('e').y ? ['d', 'e'] : ['e', 'd']
  expect([move(upper ?? '', 'ArrowDown'), move(lower ?? '', 'ArrowUp')]).toEqual([lower, upper])
})
