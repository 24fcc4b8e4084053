import { Bot, FolderGit2, HardDrive, ShieldCheck, SlidersHorizontal } from 'lucide-react'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import type { SettingsSection } from '../state/chrome.ts'
import { useAppInfo } from '../state/hooks.ts'
import { AutoApproveSection } from './auto-approve-section.tsx'
import { DataSection } from './data-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { ProvidersSection } from './providers-section.tsx'
import { WorktreesSection } from './worktrees-section.tsx'

const sections: readonly { id: SettingsSection; label: string; icon: ReactNode; content: ReactNode }[] = [
  { id: 'providers', label: 'Providers', icon: <Bot />, content: <ProvidersSection /> },
  { id: 'auto-approve', label: 'Auto-approve', icon: <ShieldCheck />, content: <AutoApproveSection /> },
  { id: 'worktrees', label: 'Worktrees', icon: <FolderGit2 />, content: <WorktreesSection /> },
  { id: 'preferences', label: 'Preferences', icon: <SlidersHorizontal />, content: <PreferencesSection /> },
  { id: 'data', label: 'Data', icon: <HardDrive />, content: <DataSection /> },
]

/** The settings: providers, auto-approve, worktrees, preferences, data. */
export function SettingsPane() {
  const { chrome } = useAppState()
  const section = useStore(chrome.store, (state) => state.settingsSection)
  const info = useAppInfo()
  return (
    <Tabs.Root
      orientation="vertical"
      value={section}
      onValueChange={(next) => chrome.setSettingsSection(next as SettingsSection)}
      className="@container h-full bg-surface"
    >
      <div className="flex h-full @max-2xl:flex-col">
        <Tabs.List
          aria-label="Settings"
          className="flex w-48 shrink-0 flex-col gap-0.5 border-r border-line px-2 py-4 @max-2xl:w-auto @max-2xl:flex-row @max-2xl:flex-wrap @max-2xl:border-r-0 @max-2xl:border-b @max-2xl:py-2"
        >
          {sections.map(({ id, label, icon }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="flex h-8 items-center gap-2 rounded-md px-2 text-left text-ink-2 hover:bg-hover hover:text-ink data-[state=active]:bg-selected data-[state=active]:font-medium data-[state=active]:text-ink [&>svg]:size-3.5 [&>svg]:shrink-0"
            >
              {icon}
              <span className="truncate">{label}</span>
            </Tabs.Trigger>
          ))}
          <span className="flex-1" />
          {info === null ? null : (
            <p className="px-2 text-micro break-words text-ink-3 select-text @max-2xl:hidden">
              Treeline {info.version}
              <br />
              {info.dataFolder}
            </p>
          )}
        </Tabs.List>
        {sections.map(({ id, content }) => (
          <Tabs.Content
            key={id}
            value={id}
            tabIndex={-1}
            className="min-w-0 flex-1 overflow-y-auto outline-none"
          >
            <div className="mx-auto max-w-2xl px-4 py-4 @md:px-6 @md:py-5">{content}</div>
          </Tabs.Content>
        ))}
      </div>
    </Tabs.Root>
  )
}
