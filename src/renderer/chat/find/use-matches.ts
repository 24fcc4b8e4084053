import { useEffect, useMemo, useRef, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { errorText } from '../../connection/error-text.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useTaskView } from '../../state/hooks.ts'
import { findMatches, type Match } from './find-matches.ts'

const none: Match[] = []

/**
 * Where words stand in a task's transcript. Long results are fetched first, so that a match keeps its place among all:
 * `reading` until they are here. A `problem` says why some are not looked through.
 */
export function useMatches(
  taskId: TaskId,
  words: string,
): { matches: Match[]; reading: boolean; problem: string | null } {
  const { results } = useAppState()
  const items = useTaskView(taskId, (view) => view.items)
  const calls = useTaskView(taskId, (view) => view.calls)
  const [loads, setLoads] = useState(0)
  const [failed, setFailed] = useState<{ words: string; why: string } | null>(null)
  const loading = useRef(false)
  const wanted = words.trim() !== ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew whenever some have come
  const missing = useMemo(
    () => (wanted ? Object.values(calls ?? {}).filter((call) => results.of(call) === null) : []),
    [wanted, calls, results, loads],
  )
  useEffect(() => {
    // Tried again with the next letter, and not before.
    if (missing.length === 0 || loading.current || failed?.words === words) return
    loading.current = true
    results
      .load(taskId, missing)
      .then(
        () => setFailed(null),
        (error) => setFailed({ words, why: errorText(error) }),
      )
      .finally(() => {
        loading.current = false
        setLoads((times) => times + 1)
      })
  }, [missing, failed, words, results, taskId])

  const reading = missing.length > 0 && loads === 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come is looked through as well
  const matches = useMemo(() => {
    if (reading || items === undefined || calls === undefined) return none
    return findMatches({ items, calls }, words, (call) => results.of(call) ?? call.result)
  }, [reading, items, calls, words, results, loads])
  return { matches, reading, problem: failed?.why ?? null }
}
