import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import type { ProviderId } from '../../contract/ids.ts'
import type { ConnectionTest } from '../../contract/provider.ts'
import { errorText } from '../connection/error-text.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { classNames } from '../ui/class-names.ts'

const mostModels = 12

/** Asks the engine to try an endpoint, and keeps what came of the last try. */
export function useConnectionTest() {
  const { client } = useAppState()
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<ConnectionTest | null>(null)
  const test = async (input: { providerId?: ProviderId; baseUrl: string; key?: string }) => {
    setBusy(true)
    setResult(null)
    try {
      setResult(await client.providers.test(input))
    } catch (error) {
      setResult({ status: 'failed', message: errorText(error), httpStatus: null })
    } finally {
      setBusy(false)
    }
  }
  return { busy, result, test }
}

/** What the server said: its models to choose from, or why it could not be used, in its own words. */
export function ConnectionResult({
  result,
  chosen,
  onChoose,
}: {
  result: ConnectionTest | null
  chosen: string
  onChoose: (model: string) => void
}) {
  if (result === null) return null
  if (result.status === 'failed') {
    return (
      <div role="alert" className="flex gap-2 rounded-md bg-failed-soft px-3 py-2 text-failed-ink">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
        <p className="min-w-0 break-words select-text">{result.message}</p>
      </div>
    )
  }
  const { models, latencyMs } = result
  return (
    <div role="status" className="rounded-md bg-done-soft px-3 py-2 text-done-ink">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck aria-hidden className="size-4 shrink-0" />
        It answers, in {Math.round(latencyMs)} ms, with{' '}
        {models.length === 1 ? '1 model' : `${models.length} models`}.
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1">
        {models.slice(0, mostModels).map((model) => (
          <button
            key={model}
            type="button"
            aria-pressed={model === chosen}
            onClick={() => onChoose(model)}
            className={classNames(
              'rounded-sm border px-1.5 font-mono text-micro text-ink',
              model === chosen ? 'border-done bg-raised' : 'border-line bg-surface hover:border-done',
            )}
          >
            {model}
          </button>
        ))}
        {models.length > mostModels ? (
          <span className="text-micro">and {models.length - mostModels} more</span>
        ) : null}
      </div>
    </div>
  )
}
