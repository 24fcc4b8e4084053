import { playSound } from '../attention/sounds.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { usePreferences } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { PermissionStrip } from './permission-strip.tsx'
import { QuietRow } from './quiet-row.tsx'
import { SectionHeading } from './section-heading.tsx'
import { SwitchRow } from './switch-row.tsx'

/** What the app tells of while one looks elsewhere, and how. */
export function NotificationsSection() {
  const kept = usePreferences()
  const { toasts } = useAppState()
  if (kept === null) return <Spinner label="Loading" />
  return (
    <>
      <SectionHeading title="Notifications">
        While you look at Treeline it is quiet: what waits stands in the inbox.
      </SectionHeading>
      <PermissionStrip />
      <div className="flex flex-col border-t border-line">
        <QuietRow value={kept.doNotDisturb} />
        <SwitchRow name="notifyApproval" value={kept.notifyApproval} />
        <SwitchRow name="notifyQuestion" value={kept.notifyQuestion} />
        <SwitchRow name="notifyDone" value={kept.notifyDone} />
        <SwitchRow name="notifyFailed" value={kept.notifyFailed} />
        <SwitchRow name="notifySubtasks" value={kept.notifySubtasks} />
        <SwitchRow name="badge" value={kept.badge} />
        <SwitchRow name="sounds" value={kept.sounds} />
      </div>
      <Button
        className="mt-3"
        onClick={() => {
          playSound('waits').catch((error) => toasts.failed('The sound could not be played', error))
        }}
      >
        Hear the sound
      </Button>
    </>
  )
}
