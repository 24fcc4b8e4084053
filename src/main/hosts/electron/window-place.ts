import { z } from 'zod'

/** What a window is for: the whole app, or one task. Each kind remembers its own place. */
export type WindowKind = 'main' | 'task'

/** A rectangle on the desktop, in device-independent pixels. */
export type Rectangle = { x: number; y: number; width: number; height: number }

/** Where a window was, unmaximised, and whether it was maximised. */
export type WindowPlace = Rectangle & { maximized: boolean }

const pixels = z.number().int().min(-100_000).max(100_000)
const placeSchema = z.object({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: z.boolean() })
/** What is kept of windows between runs. */
export const windowPlacesSchema = z.object({ main: placeSchema.optional(), task: placeSchema.optional() })
export type WindowPlaces = z.infer<typeof windowPlacesSchema>

/** The smallest window in which everything can still be reached. */
export const smallestWindow = { width: 480, height: 360 }

const firstSize: Record<WindowKind, { width: number; height: number }> = {
  main: { width: 1280, height: 840 },
  task: { width: 900, height: 800 },
}

/** How far each further window of a kind stands from the one before, so that none hides another. */
const stepAside = 28

/** A window can be taken hold of while this much of its upper edge is on some screen. */
const handle = { width: 120, height: 24 }

/**
 * Where to open a window: where the last one of its kind was, as long as it can be reached there on the
 * screens there are now (`workAreas`, the primary one first), else in the middle, no larger than the screen.
 * `beside` is how many windows of the kind are open already. Without `x` and `y` the system centres it.
 */
export function placeWindow(
  kind: WindowKind,
  kept: WindowPlace | undefined,
  workAreas: readonly [Rectangle, ...Rectangle[]],
  beside = 0,
): { x?: number; y?: number; width: number; height: number; maximized: boolean } {
  const { width, height } = kept ?? firstSize[kind]
  const maximized = kept?.maximized ?? false
  if (kept !== undefined) {
    const moved = { ...kept, x: kept.x + beside * stepAside, y: kept.y + beside * stepAside }
    for (const { x, y } of [moved, kept]) {
      for (const area of workAreas) {
        const size = shrink({ width, height }, area)
        if (canBeHeld({ x, y, width: size.width }, area)) return { x, y, ...size, maximized }
      }
    }
  }
  return { ...shrink({ width, height }, workAreas[0]), maximized }
}

function canBeHeld({ x, y, width }: Omit<Rectangle, 'height'>, area: Rectangle): boolean {
  const overlap = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  const top = y >= area.y && y + handle.height <= area.y + area.height
  return top && overlap >= handle.width
}

function shrink(size: { width: number; height: number }, area: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(smallestWindow.width, Math.min(size.width, area.width)),
    height: Math.max(smallestWindow.height, Math.min(size.height, area.height)),
  }
}
