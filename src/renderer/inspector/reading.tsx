import { RefreshCw } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'

/** Stands for changes that are not there yet: they are being read, or could not be, in words. */
export function NotRead({ failed, onRetry }: { failed: string | null; onRetry: () => void }) {
  return failed === null ? (
    <div className="px-3 text-ink-3">
      <Spinner label="Reading the changes" size={14} />
    </div>
  ) : (
    <div role="alert" className="flex flex-col items-start gap-2 px-3 text-small">
      <p className="text-failed-ink select-text">{failed}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}

/** Has changes read anew. */
export function LookAgain({ onClick }: { onClick: () => void }) {
  return (
    <IconButton label="Look again" size="small" icon={<RefreshCw className="size-3.5" />} onClick={onClick} />
  )
}

/** Why what is shown is not the latest. Nothing when it is. */
export function NotLatest({ failed }: { failed: string | null }) {
  return failed === null ? null : (
    <p role="alert" className="px-3 pb-1.5 text-small text-failed-ink select-text">
      {failed}
    </p>
  )
}
