import { useMemo } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { receiptOf } from '../../../contract/receipt-of.ts'
import { useTaskView } from '../../state/hooks.ts'
import { ReceiptView } from './receipt-view.tsx'

/** The receipt of a task at the end of its own transcript. */
export function OwnReceipt({ taskId }: { taskId: TaskId }) {
  const view = useTaskView(taskId, (whole) => whole)
  const receipt = useMemo(() => (view === undefined ? null : receiptOf(view)), [view])
  return receipt === null ? null : <ReceiptView receipt={receipt} />
}
