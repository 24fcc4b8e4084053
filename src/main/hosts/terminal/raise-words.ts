import { raisedLimit } from '../../../contract/budget-words.ts'
import type { LimitNotice } from '../../../contract/paused-by.ts'
import { shellWord } from './unknown-outcome.ts'

/** What to type where a limit paused a task. */
export function raiseWords(
  owner: { displayId: string },
  root: { displayId: string },
  notice: LimitNotice,
  data: string | undefined,
): string {
  const where = data === undefined ? '' : ` --data ${shellWord(data)}`
  const raise = `treeline budget ${owner.displayId}${where} --${notice.limit} ${raisedLimit(notice, 1.5)}`
  return `Raise the limit and go on: ${raise} && treeline resume ${root.displayId}${where}\n`
}
