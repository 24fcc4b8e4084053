import { HardDrive, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { StorageTrouble } from '../../contract/health.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'

const titles: Record<StorageTrouble['kind'], string> = {
  full: 'The disk is full.',
  read_only: 'Nothing can be stored.',
  busy: 'Another program holds the database.',
  disk: 'The disk does not answer.',
  damaged: 'The database is damaged.',
  other: 'Nothing can be stored.',
}

const beside: Record<StorageTrouble['kind'], string> = {
  full: 'Tasks are paused and nothing that was stored is lost. Free some space, then resume them. What you write stays in its field.',
  read_only:
    'Tasks are paused and nothing that was stored is lost. Check the rights and the disk, then resume them.',
  busy: 'Tasks wait, and go on by themselves when it lets go.',
  disk: 'Tasks are paused and nothing was deleted. Check the disk, then resume them.',
  damaged: 'Nothing was deleted. Close Treeline and run “treeline doctor --repair”.',
  other: 'Tasks are paused and nothing that was stored is lost.',
}

/** A strip across the window while nothing can be stored, and one for each thing noticed at the start. */
export function StorageNotice() {
  const { trouble, notices } = useStore(useAppState().health)
  const [read, setRead] = useState<readonly string[]>([])
  return (
    <>
      {trouble === null ? null : (
        <div
          role="alert"
          title={trouble.message}
          className="flex shrink-0 items-center gap-3 border-b border-line bg-failed-soft px-4 py-1.5 text-small text-failed-ink"
        >
          <HardDrive aria-hidden className="size-3.5 shrink-0" />
          <span className="min-w-0 break-words select-text">
            <strong className="font-semibold">{titles[trouble.kind]}</strong> {beside[trouble.kind]}
          </span>
        </div>
      )}
      {notices
        .filter((notice) => !read.includes(notice))
        .map((notice) => (
          <div
            key={notice}
            role="status"
            className="flex shrink-0 items-center gap-3 border-b border-line bg-approval-soft px-4 py-1.5 text-small text-approval-ink"
          >
            <HardDrive aria-hidden className="size-3.5 shrink-0" />
            <span className="min-w-0 flex-1 break-words select-text">{notice}</span>
            <IconButton
              label="Dismiss"
              size="small"
              icon={<X className="size-3.5" />}
              onClick={() => setRead([...read, notice])}
            />
          </div>
        ))}
    </>
  )
}
