import type { ApiDeps } from './api-deps.ts'
import { implementer } from './implementer.ts'

/** Finding what was said. */
export function searchHandlers({ search }: ApiDeps) {
  return {
    query: implementer.search.query.handler(({ input, signal }) => search.query(input, { signal })),
  }
}
