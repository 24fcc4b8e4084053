import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { BudgetState } from '../../contract/budget.ts'
import type { TaskId } from '../../contract/ids.ts'
import { errorText } from '../connection/error-text.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline } from '../state/hooks.ts'

/** How long what is shown may be older than the tree, in milliseconds. */
const pauseMs = 700

/** How the budgets of a task stand: its own, then those above it. Read anew when anything in its tree changes. */
export function useBudget(taskId: TaskId): { states: BudgetState[] | null; error: string | null } {
  const { client, tree } = useAppState()
  const online = useOnline()
  const changedAt = useStore(tree.store, ({ tasks }) => {
    const rootId = tasks.get(taskId)?.rootId
    let latest = 0
    for (const task of tasks.values()) {
      if (task.rootId === rootId && task.updatedAt > latest) latest = task.updatedAt
    }
    return latest
  })
  const [kept, setKept] = useState<{ taskId: TaskId; states: BudgetState[] } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const states = kept?.taskId === taskId ? kept.states : null
  const waits = states === null ? 0 : pauseMs

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the tree is what it is read anew for
  useEffect(() => {
    if (!online) return
    let left = false
    const timer = setTimeout(() => {
      client.task.budget({ taskId }).then(
        (read) => {
          if (left) return
          setKept({ taskId, states: read })
          setError(null)
        },
        (failure: unknown) => {
          if (!left) setError(errorText(failure))
        },
      )
    }, waits)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [client, taskId, online, changedAt])

  return { states, error }
}
