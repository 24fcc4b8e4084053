import { Route } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import type { PlanView } from '../state/layout.ts'
import { classNames } from '../ui/class-names.ts'
import { toneColour } from './tones.ts'

/** What bars, arrows and signs of the plan mean. */
export function PlanLegend({ view }: { view: PlanView }) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line px-3.5 text-micro whitespace-nowrap text-ink-2">
      {view === 'timeline' ? (
        <>
          <Key sign={<Swatch tone="working" />} rest>
            At work
          </Key>
          <Key sign={<Swatch tone="done" />} rest>
            Completed
          </Key>
          <Key sign={<Swatch tone="subtask" waits />}>Waiting</Key>
          <Key sign={<Swatch tone="approval" waits />}>Waiting for you</Key>
          <Key sign={<span className="h-3.5 border-l border-dashed border-ink-3" />} rest>
            Turn that waited
          </Key>
        </>
      ) : (
        <>
          <Key sign={<span className="h-px w-5 bg-ink-3" />}>Had to return first</Key>
          <Key sign={<span className="size-2 rounded-full border-[1.5px] border-ink-3" />}>
            Turn that waited
          </Key>
        </>
      )}
      <Key
        sign={
          <>
            <span className="h-[3px] w-5 rounded-full bg-ink" />
            <Route className="size-3.5 text-ink" />
          </>
        }
      >
        Critical path
      </Key>
    </div>
  )
}

type KeyProps = {
  sign: ReactNode
  children: ReactNode
  /** Left out where there is little room. */
  rest?: boolean
}

function Key({ sign, children, rest = false }: KeyProps) {
  return (
    <span className={classNames('flex shrink-0 items-center gap-1.5', rest && '@max-[560px]/plan:hidden')}>
      <span aria-hidden className="flex items-center gap-1">
        {sign}
      </span>
      {children}
    </span>
  )
}

function Swatch({ tone, waits = false }: { tone: keyof typeof toneColour; waits?: boolean }) {
  const colour = toneColour[tone]
  return waits ? (
    <span
      style={{ '--hatch': colour, borderColor: colour } as CSSProperties}
      className="plan-hatched h-2.5 w-5 rounded-sm border"
    />
  ) : (
    <span style={{ background: colour }} className="h-3 w-5 rounded-sm" />
  )
}
