import type { WorkspaceId } from '../../contract/ids.ts'
import type { Navigation, Pane } from './navigation.ts'

/** Where one was: what stood in front, and in which workspace. */
export type Step = { workspaceId: WorkspaceId; pane: Pane }

/** The way back through what was in front, and forward again, as in a browser. */
export type Visited = {
  /** Whether there is anything to go to. */
  can: (direction: -1 | 1) => boolean
  go: (direction: -1 | 1) => void
  dispose: () => void
}

/** So many steps are remembered. */
const most = 100

/**
 * Remembers what was in front since the page was opened. Steps to what is not there any more, as `isThere` says, are
 * passed over. Listens to the navigation until it is disposed of.
 */
export function createVisited(navigation: Navigation, isThere: (step: Step) => boolean): Visited {
  let steps: Step[] = []
  let at = -1
  /** Where one is on the way to: its coming to the front is no new step. */
  let going: Step | null = null

  const stop = navigation.store.subscribe(({ workspaceId, front }) => {
    if (workspaceId === null || front === null) return
    const step = { workspaceId, pane: front }
    const arrived = going !== null && isSame(step, going)
    going = null
    const now = steps[at]
    if (arrived || (now !== undefined && isSame(step, now))) return
    steps = [...steps.slice(0, at + 1), step].slice(-most)
    at = steps.length - 1
  })

  function next(direction: -1 | 1): number | null {
    for (let place = at + direction; ; place += direction) {
      const step = steps[place]
      if (step === undefined) return null
      if (isThere(step)) return place
    }
  }

  return {
    can: (direction) => next(direction) !== null,
    go: (direction) => {
      const place = next(direction)
      const step = place === null ? undefined : steps[place]
      if (place === null || step === undefined) return
      at = place
      going = step
      navigation.setWorkspace(step.workspaceId)
      navigation.openPane(step.pane)
    },
    dispose: stop,
  }
}

const isSame = (one: Step, other: Step): boolean =>
  one.workspaceId === other.workspaceId && JSON.stringify(one.pane) === JSON.stringify(other.pane)
