import type { WorkspaceId } from '../../../contract/ids.ts'
import type { EffectiveMode } from '../../../contract/mode.ts'
import { useModes } from '../../state/hooks.ts'
import { Menu, MenuRadioGroup, MenuRadioItem } from '../../ui/menu.tsx'
import { ModeGlyph } from '../../ui/mode-glyph.tsx'
import { ToolButton } from './tool-button.tsx'

/** Chooses a mode; each says what it is for. */
export function ModeMenu({
  workspaceId,
  mode,
  modeName,
  only,
  disabled,
  onChoose,
}: {
  workspaceId: WorkspaceId | null
  /** The slug of the mode that holds. */
  mode: string
  /** Its name, where the modes in force may not have it any more. */
  modeName?: string
  /** Which of the modes may be chosen; all when left out. */
  only?: (mode: EffectiveMode) => boolean
  disabled?: boolean
  onChoose: (slug: string) => void
}) {
  const modes = useModes(workspaceId) ?? []
  const offered = only === undefined ? modes : modes.filter(only)
  const name = modes.find(({ slug }) => slug === mode)?.name ?? modeName ?? mode
  return (
    <Menu
      side="top"
      trigger={
        <ToolButton label="Mode" icon={<ModeGlyph mode={mode} />} disabled={disabled}>
          {name}
        </ToolButton>
      }
    >
      <MenuRadioGroup value={mode} onValueChange={onChoose}>
        {offered.map(({ slug, name, description, whenToUse }) => (
          <MenuRadioItem
            key={slug}
            value={slug}
            icon={<ModeGlyph mode={slug} />}
            hint={<span className="line-clamp-2">{description || whenToUse}</span>}
          >
            {name}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  )
}
