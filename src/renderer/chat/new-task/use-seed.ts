import { useEffect, useEffectEvent } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import type { TaskSeed } from '../../state/task-seeds.ts'

/** Hands the composer what was sown for it, once, also when it is on screen already. */
export function useSeed(workspaceId: WorkspaceId, onSeed: (seed: TaskSeed) => void): void {
  const { seeds } = useAppState()
  const seed = useStore(seeds.store, (sown) => sown.get(workspaceId))
  const take = useEffectEvent((found: TaskSeed) => {
    seeds.take(workspaceId)
    onSeed(found)
  })
  useEffect(() => {
    if (seed === undefined) return
    let wanted = true
    // After the draft's own beginning, which belongs to the same commit.
    queueMicrotask(() => {
      if (wanted) take(seed)
    })
    return () => {
      wanted = false
    }
  }, [seed])
}
