import { type ScriptedRequest, type ScriptedServer, startScriptedServer } from '../model/scripted-server.ts'
import type { ModelTurn } from '../model/scripted-turn.ts'
import { codeStory, otherStory, planStory, reviewStory } from './child-stories.ts'
import { type Conversation, readConversation } from './conversation.ts'
import { orchestratorStory } from './orchestrator-story.ts'
import { playStory, type Story } from './play-story.ts'

/** The demo's one model. */
export const DEMO_MODEL = 'treeline-demo'

/** Pace at which a person can follow: some 400 characters a second. */
const DELAY_MS = 30
const CHUNK_SIZE = 12

/**
 * Starts the server of the demo: a scripted model that plays an orchestrated change of the sample repository,
 * in whatever mode it is asked, and says that it does. It keeps nothing between requests: what comes next it
 * works out from each request's messages, so that stops, retries and restarts do not matter. `delayMs` is
 * the pause between two chunks; 0 for tests.
 */
export async function startDemoModel(
  options: { delayMs?: number } = {},
): Promise<ScriptedServer & { model: string }> {
  const server = await startScriptedServer({
    respond: answerDemo,
    delayMs: options.delayMs ?? DELAY_MS,
    models: [DEMO_MODEL],
  })
  return { ...server, model: DEMO_MODEL }
}

/** The demo's answer to a request. Pure. */
export function answerDemo({ body, rawBody }: Pick<ScriptedRequest, 'body' | 'rawBody'>): ModelTurn {
  const conversation = readConversation(body)
  const turn = playStory(storyFor(conversation), conversation)
  return { ...turn, chunkSize: CHUNK_SIZE, usage: countUsage(turn, rawBody, conversation.turns) }
}

function storyFor(conversation: Conversation): Story {
  switch (conversation.mode) {
    case 'orchestrator':
      return orchestratorStory(conversation)
    case 'architect':
      return planStory
    case 'code':
      return codeStory
    case 'review':
      return reviewStory
    default:
      return otherStory
  }
}

/** As a provider would count: four characters a token, and all but the latest turn out of the prompt cache. */
function countUsage(turn: ModelTurn, rawBody: string, turns: number): NonNullable<ModelTurn['usage']> {
  const inputTokens = Math.ceil(rawBody.length / 4)
  const said = `${turn.text ?? ''}${turn.reasoning ?? ''}${JSON.stringify(turn.calls ?? [])}`
  // Caches hold blocks of 128 tokens.
  const cachedTokens = turns === 0 ? 0 : Math.floor((inputTokens * 0.8) / 128) * 128
  return { inputTokens, outputTokens: Math.ceil(said.length / 4), cachedTokens }
}
