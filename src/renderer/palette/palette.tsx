import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import { CommandItems, scoreCommand } from './command-items.tsx'
import { DeletedItems } from './deleted-items.tsx'
import { PlaceItems } from './place-items.tsx'
import { TaskItems } from './task-items.tsx'
import { WorkspaceItems } from './workspace-items.tsx'

const prompts = {
  commands: 'Type a command',
  tasks: 'Go to a task by its title or number',
  workspaces: 'Switch to a workspace',
  deleted: 'Restore a deleted task',
  nest: 'Nest it under a task',
  attach: 'Attach its result to a task',
} as const

/** The palette: commands, tasks or workspaces, filtered as one types. */
export function Palette() {
  const { chrome } = useAppState()
  const shown = useStore(chrome.store, (state) => state.palette)
  const taskIds = useStore(chrome.store, (state) => state.paletteFor)
  const [text, setText] = useState('')
  useEffect(() => {
    if (shown !== null) setText('')
  }, [shown])
  if (shown === null) return null
  const close = () => chrome.showPalette(null)
  const items: Record<typeof shown, ReactNode> = {
    commands: <CommandItems text={text} onDone={close} />,
    tasks: <TaskItems text={text} onDone={close} />,
    workspaces: <WorkspaceItems onDone={close} />,
    deleted: <DeletedItems onDone={close} />,
    nest: <PlaceItems taskIds={taskIds} purpose="nest" text={text} onDone={close} />,
    attach: <PlaceItems taskIds={taskIds} purpose="attach" text={text} onDone={close} />,
  }
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="enter-soft fixed top-[12vh] left-1/2 z-50 w-[600px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-high outline-none"
        >
          <Dialog.Title className="sr-only">{prompts[shown]}</Dialog.Title>
          {/* Tasks are found by the tree's own search, which knows 10,000 of them. */}
          <Command
            label={prompts[shown]}
            loop
            filter={scoreCommand}
            shouldFilter={!['tasks', 'nest', 'attach'].includes(shown)}
          >
            <Command.Input
              autoFocus
              value={text}
              onValueChange={setText}
              placeholder={prompts[shown]}
              className="h-11 w-full border-b border-line bg-transparent px-4 text-title outline-none"
            />
            {/* Beside the list: what is in it are options. */}
            <Command.Empty className="px-3 pt-6 pb-3 text-center break-words text-ink-2">
              Nothing fits “{text}”.
            </Command.Empty>
            <Command.List className="max-h-[52vh] scroll-py-1 overflow-y-auto p-1.5">
              {items[shown]}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
