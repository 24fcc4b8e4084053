import { useState } from 'react'
import { useAppInfo } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'

/** In a browser, which lets a page notify only when its person said so, by a click. Nothing in the desktop app. */
export function PermissionStrip() {
  const info = useAppInfo()
  const [state, setState] = useState(() => ('Notification' in window ? Notification.permission : 'missing'))
  if (info === null || info.host === 'desktop' || state === 'granted') return null
  const words = {
    default: 'The browser asks you once whether Treeline may notify you.',
    denied:
      'The browser does not let Treeline notify you. You can change that in what it knows of this site.',
    missing: 'This browser has no notifications. The title and the picture of the tab show what waits.',
  }[state]
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3 rounded-md bg-approval-soft px-3 py-2 text-approval-ink">
      <p className="min-w-40 flex-1">{words}</p>
      {state === 'default' ? (
        <Button onClick={() => void Notification.requestPermission().then(setState)}>
          Allow notifications
        </Button>
      ) : null}
    </div>
  )
}
