import {
  Bell,
  Bot,
  FileCog,
  FolderGit2,
  HardDrive,
  Keyboard,
  Palette,
  ShieldCheck,
  SlidersHorizontal,
} from 'lucide-react'
import { Tabs } from 'radix-ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import type { SettingsSection } from '../state/chrome.ts'
import { useAppInfo } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/field.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { AutoApproveSection } from './auto-approve-section.tsx'
import { DataSection } from './data-section.tsx'
import { FoundSettings } from './found-settings.tsx'
import { KeysSection } from './keys-section.tsx'
import { NotificationsSection } from './notifications-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { ProvidersSection } from './providers-section.tsx'
import { SettingsFaults } from './settings-faults.tsx'
import { WorktreesSection } from './worktrees-section.tsx'

const sections: readonly { id: SettingsSection; label: string; icon: ReactNode; content: ReactNode }[] = [
  { id: 'providers', label: 'Providers', icon: <Bot />, content: <ProvidersSection /> },
  { id: 'auto-approve', label: 'Auto-approve', icon: <ShieldCheck />, content: <AutoApproveSection /> },
  { id: 'worktrees', label: 'Worktrees', icon: <FolderGit2 />, content: <WorktreesSection /> },
  { id: 'preferences', label: 'Preferences', icon: <SlidersHorizontal />, content: <PreferencesSection /> },
  { id: 'appearance', label: 'Appearance', icon: <Palette />, content: <AppearanceSection /> },
  { id: 'keys', label: 'Keys', icon: <Keyboard />, content: <KeysSection /> },
  { id: 'notifications', label: 'Notifications', icon: <Bell />, content: <NotificationsSection /> },
  { id: 'data', label: 'Data', icon: <HardDrive />, content: <DataSection /> },
]
const labels = Object.fromEntries(sections.map(({ id, label }) => [id, label])) as Record<
  SettingsSection,
  string
>

/** The settings: sections, a search over all of them, and the way to the file they are kept in. */
export function SettingsPane() {
  const { chrome } = useAppState()
  const section = useStore(chrome.store, (state) => state.settingsSection)
  const search = useStore(chrome.store, (state) => state.settingsSearch)
  const [wanted, setWanted] = useState<string | null>(null)
  const content = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (wanted === null) return
    // Once its section is drawn: what is hidden takes no focus.
    const frame = requestAnimationFrame(() => {
      const element = content.current?.querySelector<HTMLElement>(`#${CSS.escape(wanted)}`)
      element?.scrollIntoView({ block: 'center' })
      element?.focus()
      setWanted(null)
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted])
  return (
    <Tabs.Root
      orientation="vertical"
      value={section}
      onValueChange={(next) => chrome.setSettingsSection(next as SettingsSection)}
      className="@container h-full bg-surface"
    >
      <div className="flex h-full @max-2xl:flex-col">
        <div className="flex w-48 shrink-0 flex-col gap-2 border-r border-line px-2 py-4 @max-2xl:w-auto @max-2xl:border-r-0 @max-2xl:border-b @max-2xl:py-2">
          <Input
            type="search"
            aria-label="Search settings"
            placeholder="Search settings"
            value={search}
            onChange={(event) => chrome.searchSettings(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || search === '') return
              event.stopPropagation()
              chrome.searchSettings('')
            }}
          />
          <Tabs.List
            aria-label="Settings"
            className="flex min-h-0 flex-col gap-0.5 overflow-y-auto @max-2xl:flex-row @max-2xl:flex-wrap"
          >
            {sections.map(({ id, label, icon }) => (
              <Tabs.Trigger
                key={id}
                value={id}
                onClick={() => chrome.searchSettings('')}
                className="flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-left text-ink-2 hover:bg-hover hover:text-ink data-[state=active]:bg-selected data-[state=active]:font-medium data-[state=active]:text-ink [&>svg]:size-3.5 [&>svg]:shrink-0"
              >
                {icon}
                <span className="truncate">{label}</span>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <span className="flex-1 @max-2xl:hidden" />
          <About />
        </div>
        <div ref={content} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <SettingsFaults />
          {search.trim() === '' ? null : (
            <div className="min-h-0 flex-1 overflow-y-auto">
              <FoundSettings
                text={search}
                labels={labels}
                onGo={(found) => {
                  chrome.setSettingsSection(found.section)
                  setWanted(found.id)
                }}
              />
            </div>
          )}
          {sections.map((one) => (
            <Tabs.Content
              key={one.id}
              value={one.id}
              hidden={search.trim() !== '' || one.id !== section}
              className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]"
            >
              <div className="mx-auto max-w-2xl px-4 py-4 @md:px-6 @md:py-5">{one.content}</div>
            </Tabs.Content>
          ))}
        </div>
      </div>
    </Tabs.Root>
  )
}

/** The version, the data folder, and the file of the settings. */
function About() {
  const { navigation } = useAppState()
  const info = useAppInfo()
  return (
    <div className="flex flex-col gap-2 @max-2xl:hidden">
      <Button
        size="small"
        look="quiet"
        className="self-start"
        icon={<FileCog className="size-3.5" />}
        onClick={() => navigation.openPane({ type: 'settings-file' })}
      >
        Edit settings.json
      </Button>
      {info === null ? null : (
        <p className="px-2 text-micro break-words text-ink-3 select-text">
          Treeline {info.version}
          <br />
          {info.dataFolder}
        </p>
      )}
    </div>
  )
}
