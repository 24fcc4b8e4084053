import { Fragment, useMemo, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { Xray } from '../../contract/xray.ts'
import { formatWhen } from '../chat/format-time.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { formatTokens } from '../ui/format-cost.ts'
import { readBody } from './read-body.ts'
import { XrayPart } from './xray-part.tsx'
import { type Group, groupNames, groupOf, groups, percent, truthWords } from './xray-words.ts'

type Request = NonNullable<Xray['request']>

const colours: Record<Group, string> = {
  prompt: 'bg-question',
  tools: 'bg-subtask',
  said: 'bg-done',
  model: 'bg-working',
  results: 'bg-approval',
}

/** So many parts are drawn at first, of the latest: a long history has thousands. */
const shownAtFirst = 200

/** One request: what it was, what it is made of by share, and every part of it to unfold. */
export function XrayRequestView({ taskId, request }: { taskId: TaskId; request: Request }) {
  const { messages, tools, truth, strict, reasoning, condensed } = request
  const body = useMemo(() => readBody(request.body), [request.body])
  const [shown, setShown] = useState(shownAtFirst)
  const hidden = Math.max(0, messages.length - shown)
  const said = truthWords[truth]
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-ink-2">
          <Badge tone={truth === 'exact' ? 'done' : truth === 'differs' ? 'approval' : 'idle'}>
            {said.word}
          </Badge>
          <span>{formatWhen(request.at, Date.now())}</span>
          <span>· {request.model}</span>
          <span>· {request.mode}</span>
          {request.attempt > 1 ? <span>· try {request.attempt}</span> : null}
          {request.state === 'committed' ? null : (
            <span>· {request.state === 'aborted' ? 'came to nothing' : 'under way'}</span>
          )}
          <span className="tabular">
            · {request.bytes.toLocaleString('en')} bytes, about {formatTokens(request.tokens)} tokens
            {request.counted === null ? '' : ` (the server counted ${formatTokens(request.counted)})`}
          </span>
        </p>
        <p className="text-small text-ink-3">
          {said.why}
          {strict ? ' The server wanted the ids of calls renamed and every result paired anew.' : ''}
          {reasoning ? ' The model’s thoughts went back with its turns, as this server asks for it.' : ''}
          {condensed === null
            ? ''
            : ` A summary stood for the first ${condensed} entries of the transcript, but the first message.`}{' '}
          Keys and headers are no part of what is kept.
        </p>
      </div>
      <Shares request={request} />
      <section aria-label="Parameters" className="text-small">
        <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5 font-mono select-text">
          <dt className="text-ink-3">model</dt>
          <dd className="break-all">{request.model}</dd>
          {Object.entries(request.parameters).map(([name, value]) => (
            <Fragment key={name}>
              <dt className="text-ink-3">{name}</dt>
              <dd className="break-all">{JSON.stringify(value)}</dd>
            </Fragment>
          ))}
        </dl>
      </section>
      <section aria-label={`Messages (${messages.length})`} className="flex flex-col">
        <h2 className="mb-1 text-small font-semibold text-ink-2">Messages ({messages.length})</h2>
        {hidden > 0 ? (
          <Button size="small" look="quiet" className="self-start" onClick={() => setShown(shown + 1000)}>
            Show {Math.min(1000, hidden)} earlier of {hidden}
          </Button>
        ) : null}
        {messages.slice(hidden).map((message, index) => (
          <XrayPart
            // biome-ignore lint/suspicious/noArrayIndexKey: a request never changes
            key={hidden + index}
            taskId={taskId}
            part={{
              type: 'message',
              place: hidden + index + 1,
              message,
              sent: body.messages[hidden + index],
            }}
          />
        ))}
      </section>
      {tools.length === 0 ? null : (
        <section aria-label={`Tools (${tools.length})`} className="flex flex-col">
          <h2 className="mb-1 text-small font-semibold text-ink-2">Tools ({tools.length})</h2>
          {tools.map((tool, index) => (
            <XrayPart
              key={tool.name}
              taskId={taskId}
              part={{ type: 'tool', tool, sent: body.tools[index] }}
            />
          ))}
        </section>
      )}
    </div>
  )
}

/** What each kind of part takes of the whole, as a bar and in numbers. */
function Shares({ request: { messages, tools } }: { request: Request }) {
  const sums = new Map<Group, { tokens: number; share: number }>()
  const add = (group: Group, { tokens, share }: { tokens: number; share: number }) => {
    const sum = sums.get(group) ?? { tokens: 0, share: 0 }
    sums.set(group, { tokens: sum.tokens + tokens, share: sum.share + share })
  }
  for (const message of messages) add(groupOf(message), message)
  for (const tool of tools) add('tools', tool)
  const parts = groups.flatMap((group) => {
    const sum = sums.get(group)
    return sum === undefined ? [] : [{ group, ...sum }]
  })
  return (
    <section aria-label="What takes how much">
      <div aria-hidden className="mb-2 flex h-2 gap-px overflow-hidden rounded-full">
        {parts.map(({ group, share }) => (
          <span key={group} className={colours[group]} style={{ width: `${share * 100}%` }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
        {parts.map(({ group, tokens, share }) => (
          <li key={group} className="flex items-center gap-1.5">
            <span aria-hidden className={classNames('size-2 rounded-full', colours[group])} />
            {groupNames[group]}
            <span className="tabular text-ink-3">
              {percent(share)} · {formatTokens(tokens)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
