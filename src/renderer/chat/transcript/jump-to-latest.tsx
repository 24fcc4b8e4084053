import { ArrowDown } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

/** Floats above the end of a transcript that was scrolled up. */
export function JumpToLatest({ onJump }: { onJump: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <Button
        size="small"
        className="enter-soft pointer-events-auto rounded-full shadow-high"
        icon={<ArrowDown className="size-3.5" />}
        onClick={onJump}
      >
        Jump to latest
      </Button>
    </div>
  )
}
