import { CornerUpLeft } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import type { Xray, XrayMessage } from '../../contract/xray.ts'
import { CopyButton } from '../chat/copy-button.tsx'
import { LongText } from '../chat/markdown/long-text.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { askToShow } from '../state/ask-to-show.ts'
import { Button } from '../ui/button.tsx'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { formatTokens } from '../ui/format-cost.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { useFold } from '../ui/use-fold.ts'
import type { SentMessage, SentTool } from './read-body.ts'
import { percent, speakerNames } from './xray-words.ts'

type Tool = NonNullable<Xray['request']>['tools'][number]
type Part =
  | { type: 'message'; place: number; message: XrayMessage; sent: SentMessage | undefined }
  | { type: 'tool'; tool: Tool; sent: SentTool | undefined }

const previewLength = 160

/** One message or tool of a request: who, how it begins, how much it takes; whole when unfolded. */
export function XrayPart({ taskId, part }: { taskId: TaskId; part: Part }) {
  const { open, bodyId, button } = useFold()
  const size = part.type === 'message' ? part.message : part.tool
  const text = textOf(part)
  return (
    <div className="border-t border-line last:border-b">
      <button
        {...button}
        className="flex min-h-8 w-full min-w-0 items-center gap-2 px-1 py-1 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <FoldArrow open={open} />
        {part.type === 'message' ? (
          <span className="tabular w-8 shrink-0 text-right text-small text-ink-3">{part.place}</span>
        ) : null}
        <span className="shrink-0 font-medium">{titleOf(part)}</span>
        <span className="min-w-0 flex-1 truncate text-small text-ink-3">
          {open ? '' : revealHidden(text.slice(0, previewLength).replace(/\s+/g, ' '))}
        </span>
        <span className="tabular w-14 shrink-0 text-right text-small text-ink-2">
          {formatTokens(size.tokens)}
        </span>
        <span className="tabular w-10 shrink-0 text-right text-small text-ink-3">{percent(size.share)}</span>
      </button>
      {open ? (
        <div id={bodyId} className="mb-2 ml-6 rounded-lg border border-line bg-sunken px-3">
          <div className="flex items-center justify-end gap-1 pt-1">
            {part.type === 'message' && part.message.itemId !== null ? (
              <InTranscript taskId={taskId} itemId={part.message.itemId} />
            ) : null}
            <CopyButton text={text} label="Copy this part" />
          </div>
          <LongText text={text} />
        </div>
      ) : null}
    </div>
  )
}

function InTranscript({ taskId, itemId }: { taskId: TaskId; itemId: string }) {
  const app = useAppState()
  return (
    <Button
      size="small"
      look="quiet"
      icon={<CornerUpLeft aria-hidden className="size-3.5" />}
      onClick={() => {
        askToShow(app, { taskId, item: itemId })
        app.navigation.openTask(taskId)
      }}
    >
      In the transcript
    </Button>
  )
}

function titleOf(part: Part): string {
  if (part.type === 'tool') return part.tool.name
  const { speaker, tools } = part.message
  if (speaker === 'tool') return `${speakerNames.tool} of ${tools.join(', ') || 'a call'}`
  return speakerNames[speaker]
}

/** What the model reads of a part: words, then calls, as they stand in the body. */
function textOf(part: Part): string {
  if (part.sent === undefined) return ''
  if (part.type === 'tool') {
    const { description = '', parameters } = part.sent.function
    return `${description}\n\n${JSON.stringify(parameters, null, 2)}`
  }
  const { content, reasoning_content, tool_calls = [] } = part.sent
  const calls = tool_calls.map((call) => `${call.function.name} ${call.function.arguments}`)
  return [...(reasoning_content ? [`(thought) ${reasoning_content}`] : []), content ?? '', ...calls]
    .filter(Boolean)
    .join('\n\n')
}
