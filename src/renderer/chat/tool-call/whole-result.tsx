import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { errorText } from '../../connection/error-text.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'

/** Draws the whole result of a call, which is fetched where the transcript has only its beginning. */
export function WholeResult({
  taskId,
  call,
  children,
}: {
  taskId: TaskId
  call: ToolCallView
  children: (result: string) => ReactNode
}) {
  const { results } = useAppState()
  const [problem, setProblem] = useState<string | null>(null)
  const result = useStore(results.store, ({ of }) => of(call))
  const load = useCallback(() => {
    setProblem(null)
    results.load(taskId, [call]).catch((error) => setProblem(errorText(error)))
  }, [results, taskId, call])
  useEffect(() => {
    if (result === null) load()
  }, [result, load])

  if (result !== null) return children(result)
  if (problem === null) return <Spinner label="Fetching the result" />
  return (
    <p role="alert" className="flex items-center gap-2 text-small text-failed-ink">
      The result could not be fetched: {problem}
      <Button size="small" onClick={load}>
        Try again
      </Button>
    </p>
  )
}
