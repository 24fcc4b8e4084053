import { GitMerge } from 'lucide-react'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { clashWords } from '../review/clash-words.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** What a row says of clashes, for its accessible name and the mark's tooltip; '' without any. */
export function clashesInWords(clashes: TaskSummary['clashes']): string {
  return revealHidden((clashes ?? []).map(clashWords).join('; '))
}

/** A quiet mark on a task whose work clashes, so far, with another's or with what is in the folder. */
export function ClashMark({ clashes }: { clashes: TaskSummary['clashes'] }) {
  if (clashes === undefined) return null
  const words = clashesInWords(clashes)
  return (
    <span title={words} className="flex shrink-0">
      <GitMerge aria-hidden className="size-3 text-approval" />
      <span className="sr-only">{words}</span>
    </span>
  )
}
