import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeWindow, type Rectangle, smallestWindow } from './window-place.ts'

const laptop: Rectangle = { x: 0, y: 25, width: 1440, height: 875 }
const beside: Rectangle = { x: 1440, y: 0, width: 1920, height: 1080 }
const kept = { x: 200, y: 100, width: 800, height: 600, maximized: false }

describe('a window is placed', () => {
  test('in the middle and no larger than the screen the first time', () => {
    expect(placeWindow('main', undefined, [laptop])).toEqual({ width: 1280, height: 840, maximized: false })
    expect(placeWindow('main', undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      width: 1024,
      height: 700,
      maximized: false,
    })
  })

  test('where it was, maximised or not', () => {
    expect(placeWindow('main', kept, [laptop])).toEqual(kept)
    const there = { ...kept, x: 1700, maximized: true }
    expect(placeWindow('task', there, [laptop, beside])).toEqual(there)
  })

  test('in the middle when the screen it was on is gone', () => {
    expect(placeWindow('main', { ...kept, x: 1700 }, [laptop])).toEqual({
      width: 800,
      height: 600,
      maximized: false,
    })
  })

  test('where it can be taken hold of: not above the screen, nor all but off its side', () => {
    for (const away of [{ y: 0 }, { y: 880 }, { x: -700 }, { x: 1400 }]) {
      expect(placeWindow('main', { ...kept, ...away }, [laptop])).not.toHaveProperty('x')
    }
    expect(placeWindow('main', { ...kept, x: -600 }, [laptop])).toHaveProperty('x', -600)
  })

  test('smaller when the screen has become smaller', () => {
    expect(placeWindow('main', { ...kept, width: 3000, height: 2000 }, [laptop])).toMatchObject({
      width: 1440,
      height: 875,
    })
  })

  test('a step aside of others of its kind, as long as there is room', () => {
    expect(placeWindow('task', kept, [laptop], 2)).toMatchObject({ x: 256, y: 156 })
    expect(placeWindow('task', kept, [laptop], 100)).toMatchObject({ x: 200, y: 100 })
  })
})

test('wherever it was and whatever screens there are, it can be reached and is large enough', () => {
  const length = fc.integer({ min: 1, max: 5000 })
  const at = fc.integer({ min: -10_000, max: 10_000 })
  const rectangle = fc.record({ x: at, y: at, width: length, height: length })
  const place = fc.record({ x: at, y: at, width: length, height: length, maximized: fc.boolean() })
  fc.assert(
    fc.property(
      place,
      fc.array(rectangle, { minLength: 1, maxLength: 3 }),
      fc.nat(20),
      (was, screens, others) => {
        const [first, ...more] = screens as [Rectangle, ...Rectangle[]]
        const { x, y, width, height } = placeWindow('task', was, [first, ...more], others)
        expect(width).toBeGreaterThanOrEqual(smallestWindow.width)
        expect(height).toBeGreaterThanOrEqual(smallestWindow.height)
        if (x === undefined || y === undefined) return
        const reached = screens.some(
          (s) => y >= s.y && y < s.y + s.height && x + width > s.x && x < s.x + s.width,
        )
        expect(reached).toBe(true)
      },
    ),
  )
})
