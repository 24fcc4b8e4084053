import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

/** A short word about something that just happened, at the lower right, for six seconds. */
export type ToastMessage = {
  id: string
  tone: 'info' | 'done' | 'failed'
  title: string
  detail?: string
  action?: { label: string; run: () => void }
}

const icons = {
  info: <Info className="mt-0.5 size-4 text-ink-3" />,
  done: <CircleCheck className="mt-0.5 size-4 text-done" />,
  failed: <CircleAlert className="mt-0.5 size-4 text-failed" />,
} as const

const shownMs = 6000

/** Shows toasts. A failure stays until it is closed. */
export function ToastViewport({
  toasts,
  onClose,
}: {
  toasts: readonly ToastMessage[]
  onClose: (id: string) => void
}) {
  return (
    <Radix.Provider swipeDirection="right" duration={shownMs}>
      {toasts.map(({ id, tone, title, detail, action }) => (
        <Radix.Root
          key={id}
          {...(tone === 'failed' ? { duration: Number.POSITIVE_INFINITY, type: 'foreground' as const } : {})}
          onOpenChange={(open) => {
            if (!open) onClose(id)
          }}
          className="enter-soft flex items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-2 pl-3 shadow-high"
        >
          {icons[tone]}
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium">{title}</Radix.Title>
            {detail ? (
              <Radix.Description className="mt-0.5 max-h-40 overflow-y-auto text-small break-words text-ink-2 select-text">
                {detail}
              </Radix.Description>
            ) : null}
            {action ? (
              <Radix.Action altText={action.label} asChild>
                <Button size="small" className="mt-2" onClick={action.run}>
                  {action.label}
                </Button>
              </Radix.Action>
            ) : null}
          </div>
          <Radix.Close asChild>
            <IconButton label="Close" size="small" icon={<X className="size-3.5" />} />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2 outline-none" />
    </Radix.Provider>
  )
}
