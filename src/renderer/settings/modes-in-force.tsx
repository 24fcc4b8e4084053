import type { WorkspaceId } from '../../contract/ids.ts'
import type { EffectiveMode, ModeSource } from '../../contract/mode.ts'
import { useModes, useWorkspace } from '../state/hooks.ts'
import { Badge } from '../ui/badge.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'

const sources: Record<ModeSource, string> = { builtin: 'built in', user: 'global', project: 'project' }

/** The modes in force, each with the place it comes from, what it replaces there, and its tools. */
export function ModesInForce({ workspaceId }: { workspaceId: WorkspaceId | null }) {
  const modes = useModes(workspaceId) ?? []
  const workspace = useWorkspace(workspaceId)
  return (
    <div className="mx-auto max-w-3xl px-6 py-5">
      <p className="mb-4 text-ink-2">
        {workspace ? `In ${workspace.name}. ` : ''}A project's modes win over global ones, and those over the
        built-in ones.
        {workspace && !workspace.trusted ? ' This folder is not trusted, so its own modes are left out.' : ''}
      </p>
      <ul className="flex flex-col">
        {modes.map((mode) => (
          <ModeEntry key={mode.slug} mode={mode} />
        ))}
      </ul>
    </div>
  )
}

function ModeEntry({ mode }: { mode: EffectiveMode }) {
  const { slug, name, source, overrides, groups, whenToUse, description } = mode
  return (
    <li className="flex gap-3 border-b border-line py-3">
      <ModeGlyph mode={slug} className="mt-0.5 size-4 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{name}</span>
          <code className="font-mono text-small text-ink-3">{slug}</code>
          <Badge tone={source === 'builtin' ? 'outline' : 'accent'}>{sources[source]}</Badge>
          {overrides.map((overridden) => (
            <span key={overridden} className="text-small text-ink-3">
              replaces the {sources[overridden]} one
            </span>
          ))}
        </div>
        {whenToUse || description ? <p className="mt-0.5 text-ink-2">{whenToUse || description}</p> : null}
        <p className="mt-0.5 text-small text-ink-3">
          {groups.length === 0
            ? 'No tools of any group'
            : groups
                .map(({ group, fileRegex }) => (fileRegex ? `${group} (${fileRegex})` : group))
                .join(' · ')}
        </p>
      </div>
    </li>
  )
}
