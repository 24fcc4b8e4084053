import type { Page } from '@playwright/test'
import type { Desktop } from './desktop.ts'

/** The task that a window's page was opened for, from its address; null for the main window. */
export const taskOf = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('task')

/** A provider that answers nobody, and a task that asks it. */
export async function makeTask({ client, data }: Desktop, message: string) {
  const workspace = await client.workspaces.open({ path: data })
  const { id } = await client.providers.save({
    name: 'Nobody',
    baseUrl: 'http://127.0.0.1:9/v1',
    model: 'none',
    modelByMode: {},
    prices: {},
    contextWindow: null,
  })
  return client.tasks.create({
    workspaceId: workspace.id,
    message,
    mode: 'code',
    delegation: false,
    providerId: id,
  })
}
