import { Cpu, Pencil } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useProviders } from '../../state/hooks.ts'
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '../../ui/menu.tsx'
import { knownModels, type ModelChoice, modelInForce } from './choose-model.ts'
import { ModelDialog } from './model-dialog.tsx'
import { ToolButton } from './tool-button.tsx'

const joint = '\n'

/** Chooses the model: those that are known of each provider, or any other by its name. */
export function ModelMenu({
  chosen,
  disabled,
  onChoose,
}: {
  chosen: { providerId: ModelChoice['providerId'] | null; model: string | null; mode: string }
  disabled?: boolean
  onChoose: (choice: ModelChoice) => void
}) {
  const providers = useProviders()
  const [asking, setAsking] = useState(false)
  const current = providers === null ? null : modelInForce(providers, chosen)
  if (providers === null || providers.length === 0) return null
  return (
    <>
      <Menu
        side="top"
        trigger={
          <ToolButton label="Model" icon={<Cpu className="text-ink-3" />} disabled={disabled}>
            {current?.model ?? 'none'}
          </ToolButton>
        }
      >
        <MenuRadioGroup
          value={current === null ? '' : current.providerId + joint + current.model}
          onValueChange={(value) => {
            const [providerId = '', model = ''] = value.split(joint)
            onChoose({ providerId: providerId as ModelChoice['providerId'], model })
          }}
        >
          {providers.map((provider) => (
            <Fragment key={provider.id}>
              <MenuLabel>{provider.name}</MenuLabel>
              {knownModels(provider, provider.id === current?.providerId ? current.model : null).map(
                (model) => (
                  <MenuRadioItem key={model} value={provider.id + joint + model}>
                    {model}
                  </MenuRadioItem>
                ),
              )}
            </Fragment>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem icon={<Pencil />} onSelect={() => setAsking(true)}>
          Other model…
        </MenuItem>
      </Menu>
      {asking && current !== null ? (
        <ModelDialog
          providers={providers}
          first={current}
          onClose={() => setAsking(false)}
          onChoose={(choice) => {
            setAsking(false)
            onChoose(choice)
          }}
        />
      ) : null}
    </>
  )
}
