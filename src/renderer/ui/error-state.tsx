import { RotateCw } from 'lucide-react'
import { Button } from './button.tsx'

/** What stands where something could not be shown: what happened, and a way on where there is one. */
export function ErrorState({
  title,
  message,
  onRetry,
}: {
  title: string
  message: string
  onRetry?: (() => void) | undefined
}) {
  return (
    <div
      role="alert"
      className="flex h-full min-h-0 flex-col items-center justify-center gap-1 p-6 text-center"
    >
      <p className="font-medium text-failed-ink">{title}</p>
      <p className="max-w-96 text-ink-2 select-text">{message}</p>
      {onRetry ? (
        <Button className="mt-3" icon={<RotateCw className="size-3.5" />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}
