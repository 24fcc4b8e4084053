import { RadioGroup } from 'radix-ui'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { Launch } from './launch.ts'

const choices: readonly { value: Launch; name: string; words: string }[] = [
  { value: 'orchestrator', name: 'Orchestrator', words: 'Splits the work into subtasks in other modes' },
  { value: 'simple', name: 'Simple', words: 'One task does it all by itself, without subtasks' },
]

/** The first choice of a new task: with subtasks or without. */
export function LaunchSwitch({ launch, onLaunch }: { launch: Launch; onLaunch: (launch: Launch) => void }) {
  return (
    <RadioGroup.Root
      aria-label="How the task works"
      orientation="horizontal"
      value={launch}
      onValueChange={(value) => onLaunch(value as Launch)}
      className="mr-1 inline-flex h-7 items-center rounded-md bg-sunken p-0.5"
    >
      {choices.map(({ value, name, words }) => (
        <Tooltip key={value} label={words} side="top">
          <RadioGroup.Item
            value={value}
            className="h-6 rounded-[5px] px-2.5 text-small text-ink-2 hover:text-ink aria-checked:bg-raised aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-low"
          >
            {name}
          </RadioGroup.Item>
        </Tooltip>
      ))}
    </RadioGroup.Root>
  )
}
