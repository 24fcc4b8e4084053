import { FoldVertical } from 'lucide-react'
import { Markdown } from '../markdown/markdown.tsx'
import { FoldedNotice } from './folded-notice.tsx'

/** Where the history was condensed: from here on the model has the summary, which can be read here. */
export function CondensedNotice({ summary, items }: { summary: string; items: number }) {
  return (
    <FoldedNotice
      icon={<FoldVertical aria-hidden />}
      label="History condensed to a summary for the model"
      bodyLabel="Summary of the history"
      title={`The model gets this summary instead of the first ${items} entries. They all stay here.`}
    >
      <Markdown text={summary} />
    </FoldedNotice>
  )
}
