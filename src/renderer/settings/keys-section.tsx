import { useState } from 'react'
import { useStore } from 'zustand'
import type { BoundCommand } from '../../contract/command-keys.ts'
import { useCommandsNow } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Input } from '../ui/field.tsx'
import { formatKeys } from '../ui/format-keys.ts'
import { KeyRow } from './key-row.tsx'
import { SectionHeading } from './section-heading.tsx'
import { useChange } from './use-change.ts'

/** Every command with its keys, which can be recorded anew, removed and reset. */
export function KeysSection() {
  const commands = useCommandsNow()
  const [search, setSearch] = useState('')
  const [recording, setRecording] = useState<string | null>(null)
  const { reset } = useChange()
  const changed = useStore(useAppState().settings, (state) => state?.set.includes('keys') ?? false)
  const shown = commands.filter((command) => fits(command, search))
  return (
    <>
      <SectionHeading title="Keys">
        Letters and digits are meant by their place on the keyboard. Changes hold at once, in menus too.
      </SectionHeading>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Input
          id="keys"
          type="search"
          aria-label="Search commands"
          placeholder="Search by command or keys"
          className="w-64 max-w-full"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="flex-1" />
        {changed ? (
          <Button look="quiet" onClick={() => void reset('keys')}>
            Reset all keys
          </Button>
        ) : null}
      </div>
      {shown.length === 0 ? (
        <EmptyState title={`No command has “${search.trim()}”`} />
      ) : (
        <ul aria-label="Commands" className="border-t border-line">
          {shown.map((command) => (
            <KeyRow
              key={command.id}
              command={command}
              commands={commands}
              search={search}
              recording={recording === command.id}
              onRecord={(on) => setRecording(on ? command.id : null)}
            />
          ))}
        </ul>
      )}
    </>
  )
}

function fits({ title, category, id, keys }: BoundCommand, search: string): boolean {
  const text = `${title} ${category} ${id} ${keys.map((one) => formatKeys(one)).join(' ')}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
