import { useState } from 'react'
import { errorText } from '../connection/error-text.ts'

/** Something that a dialog asks of the engine: whether it is under way, and why it was refused, in words. */
export type Deed = {
  busy: boolean
  problem: string | null
  /** Does it, and calls `done` when it succeeded. Never rejects. */
  run(work: () => Promise<unknown>, done: () => void): Promise<void>
}

/** Keeps track of one. What succeeded stays busy: its dialog closes. */
export function useDeed(): Deed {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  return {
    busy,
    problem,
    async run(work, done) {
      setBusy(true)
      setProblem(null)
      try {
        await work()
        done()
      } catch (error) {
        setProblem(errorText(error))
        setBusy(false)
      }
    },
  }
}
