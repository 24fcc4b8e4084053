import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
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
  const of = useStore(results.store, (state) => state.of)
  const items = useTaskView(taskId, (view) => view.items)
  const calls = useTaskView(taskId, (view) => view.calls)
  /** How the last fetch ended, and which words it was for; null before the first one did. */
  const [fetched, setFetched] = useState<{ words: string; problem: string | null } | null>(null)
  const wanted = words.trim() !== ''

  const missing = useMemo(
    () => (wanted ? Object.values(calls ?? {}).filter((call) => of(call) === null) : []),
    [wanted, calls, of],
  )
  // Tried again with the next letter, and not before.
  const inVain = fetched !== null && fetched.problem !== null && fetched.words === words
  useEffect(() => {
    if (missing.length === 0 || inVain) return
    results.load(taskId, missing).then(
      () => setFetched({ words, problem: null }),
      (error) => setFetched({ words, problem: errorText(error) }),
    )
  }, [missing, inVain, words, results, taskId])

  const reading = missing.length > 0 && fetched === null
  const matches = useMemo(() => {
    if (reading || items === undefined || calls === undefined) return none
    return findMatches({ items, calls }, words, (call) => of(call) ?? call.result)
  }, [reading, items, calls, words, of])
  return { matches, reading, problem: fetched?.problem ?? null }
}
