import { useEffect, useState } from 'react'
import { graceMs } from './approval-keys.ts'

const none = Symbol('nothing yet')

/** Whether what is shown has been there long enough for a yes. Another `shown` has to wait anew. */
export function useGrace(shown: unknown = null): boolean {
  const [seen, setSeen] = useState<unknown>(none)
  useEffect(() => {
    const timer = setTimeout(() => setSeen(shown), graceMs)
    return () => clearTimeout(timer)
  }, [shown])
  return Object.is(seen, shown)
}
