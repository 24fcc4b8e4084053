import { type ChatRequest, startScriptedServer } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { type Conversation, conversationOf } from '../../src/main/testing/conversation.ts'

/** What the model answers, worked out from the request alone. */
export type Script = (conversation: Conversation) => ScriptedTurn | Promise<ScriptedTurn>

/** A model server that plays a script over HTTP and keeps what it was sent. */
export type ScriptedModel = {
  baseUrl: string
  /** From now on answers by this script. */
  play(script: Script): void
  /** The bodies of every request so far, byte for byte. */
  bodies(): string[]
  /** The requests of the conversation that began with a user message which holds this text. */
  requestsOf(opening: string): (Conversation & { rawBody: string })[]
  close(): Promise<void>
}

/** Starts one. Until a script is played, it answers 400, which nobody asks again. */
export async function startScriptedModel(): Promise<ScriptedModel> {
  let script: Script = () => ({ status: 400, body: { error: { message: 'There is no script yet.' } } })
  const server = await startScriptedServer({ respond: ({ body }) => script(conversationOf(body)) })
  return {
    baseUrl: server.baseUrl,
    play(next) {
      script = next
    },
    bodies: () => server.requests.map(({ rawBody }) => rawBody),
    requestsOf: (opening) =>
      server.requests
        .map(({ rawBody, body }) => ({ rawBody, ...conversationOf(body) }))
        .filter((request) => request.opening.includes(opening)),
    close: server.close,
  }
}

/** The names of the tools that a request offers, sorted. */
export function toolNames(body: ChatRequest): string[] {
  return body.tools.map((tool) => tool.function.name).sort()
}
