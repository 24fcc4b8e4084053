import type { ScriptedRequest } from '../model/scripted-server.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'

/** One answer of a scripted task: the same each time, or made from the request. */
export type TaskTurn = ScriptedTurn | ((request: ScriptedRequest) => ScriptedTurn | Promise<ScriptedTurn>)

/**
 * Scripts every task of a tree at once: the `respond` of `startScriptedServer`.
 *
 * ```ts
 * const server = await startScriptedServer({
 *   respond: scriptByTask({
 *     'mode:orchestrator': [
 *       { calls: [{ name: 'new_task', arguments: { mode: 'code', message: 'Do piece A.' } }] },
 *       { calls: [{ name: 'attempt_completion', arguments: { result: 'All done.' } }] },
 *     ],
 *     'piece A': [{ calls: [{ name: 'attempt_completion', arguments: { result: 'A is done.' } }] }],
 *     'mode:code': [({ body }) => ({ text: `I was asked ${body.messages.length} messages ago.` })],
 *   }),
 * })
 * ```
 *
 * A role is a piece of the task's first user message (`'piece A'`), or `mode:` and a slug, which means the
 * line `Mode: <slug>` in the system prompt. Pieces of the message go before modes, and of several the
 * longest counts. The answer to a request is the role's turn number n, where n is the number of assistant
 * messages in that request's history, from 0. So nothing is remembered between requests: a retry, a restart or
 * tasks that run side by side get the answers that belong to them. A request without a role, or beyond a
 * role's last turn, gets status 400 that says so, which no client asks again.
 */
export function scriptByTask(
  script: Readonly<Record<string, readonly TaskTurn[]>>,
): (request: ScriptedRequest) => Promise<ScriptedTurn> {
  return async (request) => {
    const { messages } = request.body
    const role = findRole(Object.keys(script), messages)
    const turn = messages.filter((message) => message.role === 'assistant').length
    const found = role === undefined ? undefined : script[role]?.[turn]
    if (found === undefined) {
      const first = messages.find((message) => message.role === 'user')?.content ?? ''
      const what = role === undefined ? 'no role' : `no turn ${turn} of role "${role}"`
      return {
        status: 400,
        body: { error: { message: `The script has ${what} for: ${first.slice(0, 200)}` } },
      }
    }
    return typeof found === 'function' ? found(request) : found
  }
}

function findRole(roles: string[], messages: ScriptedRequest['body']['messages']): string | undefined {
  const first = messages.find((message) => message.role === 'user')?.content ?? ''
  const system = messages.find((message) => message.role === 'system')?.content ?? ''
  const mode = /^Mode: (\S+)/m.exec(system)?.[1]
  const inMessage = roles.filter((role) => !role.startsWith('mode:') && first.includes(role))
  return inMessage.sort((a, b) => b.length - a.length)[0] ?? roles.find((role) => role === `mode:${mode}`)
}
