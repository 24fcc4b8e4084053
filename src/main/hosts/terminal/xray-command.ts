import type { Xray, XrayTruth } from '../../../contract/xray.ts'
import type { Reader } from '../../reader.ts'
import { UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'

export type XrayOptions = { turn?: string; json: boolean }

const truths: Record<XrayTruth, string> = {
  exact: 'exactly as it was sent: the bytes have the hash that was noted then',
  rebuilt: 'as it was made; nothing was noted of its bytes, since no answer came or it is still coming',
  differs: 'made again, and not quite as it was sent: another version of Treeline worded something otherwise',
  incomplete: 'the messages only: the system prompt and the tools of this request were not kept',
}

/** `treeline xray`: what one request of a task held, and what went over between it and other tasks. */
export function xrayCommand(reader: Reader, id: string, { turn, json }: XrayOptions, output: Output): void {
  const task = reader.store?.tasks.find(id) ?? null
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  const number = turn === undefined ? undefined : Number(turn)
  if (number !== undefined && !(Number.isInteger(number) && number > 0)) {
    throw new UsageError(`--turn takes a number from 1, not "${turn}".`)
  }
  const xray = reader.xray({ taskId: task.id, number })
  if (json) output.out(jsonLine(xray))
  else output.out(wordsOf(xray))
}

function wordsOf({ displayId, count, request, above, below }: Xray): string {
  const lines: string[] = []
  if (request === null) lines.push(`${displayId} has asked no model yet.`)
  else {
    const { number, mode, model, state, bytes, tokens, counted, truth, parameters } = request
    const server = counted === null ? '' : `; the server counted ${counted}`
    lines.push(
      `${displayId}, request ${number} of ${count}: ${mode}, ${model}, ${state}`,
      truths[truth],
      `${bytes} bytes, about ${tokens} tokens${server}`,
      `parameters: ${JSON.stringify(parameters)}`,
    )
    if (request.condensed !== null)
      lines.push(`a summary stands for the first ${request.condensed} entries, but the first message`)
    lines.push('')
    request.messages.forEach(({ role, speaker, tools, ...size }, index) => {
      const who = speaker === role || speaker === 'model' ? role : `${role} (${speaker})`
      lines.push(sizeLine(`${index + 1}`, [who, ...tools].join(' '), size))
    })
    for (const { name, ...size } of request.tools) lines.push(sizeLine('', `tool ${name}`, size))
  }
  for (const { parentDisplayId, received, returned } of above === null ? [] : [above]) {
    lines.push('', `It got from ${parentDisplayId}:`, received ?? '(not kept)')
    lines.push('', `${parentDisplayId} got back:`, returned ?? '(nothing yet)')
  }
  for (const { childDisplayId, received, returned } of below) {
    lines.push('', `${childDisplayId} got from it:`, received ?? '(not kept)')
    lines.push('', `It got back from ${childDisplayId}:`, returned ?? '(nothing yet)')
  }
  return `${lines.join('\n')}\n`
}

function sizeLine(place: string, what: string, { tokens, share }: { tokens: number; share: number }): string {
  return `${place.padStart(4)}  ${`${tokens}`.padStart(7)}  ${`${(share * 100).toFixed(1)}%`.padStart(6)}  ${what}`
}
