import { type ContextParts, contextKinds, type Xray, type XrayMessage } from '../../contract/xray.ts'

type Kind = (typeof contextKinds)[number]

/** What fills a context, summed by kind, from a request as it was sent. */
export function contextParts({ request }: Pick<Xray, 'request'>): ContextParts {
  if (request === null) return { request: null }
  const sums = new Map<Kind, { tokens: number; count: number }>()
  const add = (kind: Kind, tokens: number) => {
    const before = sums.get(kind) ?? { tokens: 0, count: 0 }
    sums.set(kind, { tokens: before.tokens + tokens, count: before.count + 1 })
  }
  for (const message of request.messages) add(kindOf(message), message.tokens)
  for (const tool of request.tools) add('tools', tool.tokens)
  const { number, at, tokens, counted, truth } = request
  const parts = contextKinds.flatMap((kind) => {
    const sum = sums.get(kind)
    return sum === undefined ? [] : [{ kind, ...sum }]
  })
  return { request: { number, at, tokens, counted, complete: truth !== 'incomplete', parts } }
}

function kindOf({ role, tools }: XrayMessage): Kind {
  switch (role) {
    case 'system':
      return 'system'
    case 'assistant':
      return 'answers'
    case 'tool':
      return tools[0] === 'read_file' ? 'files' : 'results'
    case 'user':
      return 'messages'
    default: {
      const unknown: never = role
      throw new Error(`Unknown role ${String(unknown)}`)
    }
  }
}
