import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { Terminals } from '../terminal/terminals.ts'

/** The most of a command's output that goes out in one answer, in characters. */
const pieceCharacters = 256 * 1024

/** Reads a command's whole output piece by piece. Throws AppError `not_found` for another task's command. */
export function outputReader(terminals: Pick<Terminals, 'readSpool'>) {
  return async (taskId: TaskId, commandId: string, offset: number) => {
    const spooled = await terminals.readSpool(commandId)
    if (spooled === null || spooled.record.taskId !== taskId) {
      throw new AppError('not_found', 'The whole output of this command is not kept any more.')
    }
    const { text, nextOffset, totalBytes } = await spooled.readFrom(offset, pieceCharacters)
    return { text, nextOffset, totalBytes }
  }
}
