import { platform, release } from 'node:os'
import { join } from 'node:path'
import type { EngineDeps } from '../engine/engine-deps.ts'
import { loadPromptTexts, type PromptTexts } from '../prompt/prompt-texts.ts'
import { buildSystemPrompt } from '../prompt/system-prompt.ts'
import { readWorkspaceRules } from '../prompt/workspace-rules.ts'
import type { Store } from '../store/store.ts'

/**
 * Makes system prompts from the texts in `resources/prompts`, the rules of a trusted workspace and the
 * person's own instructions. The texts are read when the first prompt is made.
 */
export function createSystemPrompts({
  resourcesFolder,
  store,
}: {
  resourcesFolder: string
  store: Pick<Store, 'workspaces' | 'settings'>
}): EngineDeps['systemPrompt'] {
  let texts: PromptTexts | null = null
  return async ({ view, mode, modes, parentDisplayId, depthLeft, toolNames, limits }) => {
    texts ??= loadPromptTexts(join(resourcesFolder, 'prompts'))
    const trusted = store.workspaces.get(view.workspaceId)?.trusted ?? false
    return buildSystemPrompt(texts, {
      mode,
      modes,
      environment: {
        os: `${platform()} ${release()}`,
        shell: process.platform === 'win32' ? 'PowerShell' : 'bash',
        folder: view.folder,
        startedOn: new Date(view.createdAt).toISOString().slice(0, 10),
      },
      customInstructions: store.settings.preferences().customInstructions,
      rules: await readWorkspaceRules({ folder: view.folder, mode: mode.slug, trusted }),
      delegation: view.delegation,
      displayId: view.displayId,
      parentDisplayId,
      depthLeft,
      toolNames,
      limits,
    })
  }
}
