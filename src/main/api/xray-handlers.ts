import type { ApiDeps } from './api-deps.ts'
import { implementer } from './implementer.ts'

/** Looking into what was sent to models. */
export function xrayHandlers({ xray, contextParts }: ApiDeps) {
  return {
    read: implementer.xray.read.handler(({ input }) => xray(input)),
    parts: implementer.xray.parts.handler(({ input }) => contextParts(input.taskId)),
  }
}
