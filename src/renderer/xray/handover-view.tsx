import type { TaskId } from '../../contract/ids.ts'
import type { Handover } from '../../contract/xray.ts'
import { LongText } from '../chat/markdown/long-text.tsx'
import { Panel } from '../chat/tool-call/panel.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { askToShow } from '../state/ask-to-show.ts'
import { Button } from '../ui/button.tsx'

/** What a child got from its parent and what that got back, byte for byte. */
export function HandoverView({ handover, seenFrom }: { handover: Handover; seenFrom: TaskId }) {
  const app = useAppState()
  const { parentId, parentDisplayId, childId, childDisplayId, callId, received, returned, returnedAs } =
    handover
  const fromChild = seenFrom === childId
  const other = fromChild ? parentDisplayId : childDisplayId
  return (
    <section aria-label={`Between ${parentDisplayId} and ${childDisplayId}`} className="flex flex-col gap-2">
      <h2 className="flex items-center gap-2 text-small font-semibold text-ink-2">
        <span className="tabular">
          Between {parentDisplayId} and {childDisplayId}
        </span>
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            if (fromChild) askToShow(app, { taskId: parentId, call: callId })
            app.navigation.openTask(fromChild ? parentId : childId)
          }}
        >
          Open {other}
        </Button>
      </h2>
      <Panel
        plainTitle
        title={`${childDisplayId} got this and nothing else`}
        {...(received === null ? {} : { copy: received })}
      >
        <div className="px-3">
          {received === null ? <None>It is not kept here.</None> : <LongText text={received} />}
        </div>
      </Panel>
      <Panel
        plainTitle
        title={`${parentDisplayId} got this back`}
        subtitle={
          returned === null ? '' : returnedAs === 'result' ? 'as the result of its call' : 'as a message'
        }
        {...(returned === null ? {} : { copy: returned })}
      >
        <div className="px-3">
          {returned === null ? <None>Nothing yet.</None> : <LongText text={returned} />}
        </div>
      </Panel>
    </section>
  )
}

function None({ children }: { children: string }) {
  return <p className="py-2 text-small text-ink-3">{children}</p>
}
