import { expect, type Locator, type Page } from '@playwright/test'
import type { WebHost } from './web-host.ts'

/** What a person does with the page: finds things by their names, clicks and types. */
export type AppPage = {
  page: Page
  /** Opens the link that the host printed. */
  visit(host: WebHost): Promise<void>
  /** Opens a folder by its path on the start screen. */
  openFolder(path: string): Promise<void>
  /** Writes a prompt into the new task's composer, chooses a mode if one is named, and starts it. */
  start(prompt: string, mode?: string): Promise<void>
  /** The three of them: the link, the folder, the prompt. */
  begin(host: WebHost, folder: string, prompt: string, mode?: string): Promise<void>
  /** Calls a command from the palette. */
  command(title: string): Promise<void>
  /** The line of a task in the tree. */
  row(displayId: string): Locator
  /** Opens a task from the tree and waits until its pane is there. */
  open(displayId: string): Promise<void>
  /** The way from the root to the task in front. */
  breadcrumb: Locator
  /** The card that asks something, by its title. */
  card(title: string | RegExp): Locator
  /** Presses a card's yes, and again if it was too soon, until the card is gone. */
  approve(card: Locator): Promise<void>
  reject(card: Locator, feedback: string): Promise<void>
  /** Waits until a task's line tells this status. */
  expectStatus(displayId: string, label: string): Promise<void>
}

/** How the buttons begin that say yes, or answer at all: those of finished work say what is taken over. */
const yes = /^(Approve|Take over (all|part|\d)|Finish|Go on with)/
const answers = /^(Approve|Reject|Take over (all|part|\d)|Finish|Go on with|Send back)/

/** Wraps a page. */
export function createAppPage(page: Page): AppPage {
  const tasks = page.getByRole('tree', { name: 'Tasks', exact: true })
  const row = (displayId: string) => tasks.getByRole('treeitem', { name: new RegExp(`^${displayId} `) })
  const breadcrumb = page.getByRole('navigation', { name: 'Where this task is' })

  /** Does something until a card asks no more. Bound to its own call: the next one may have the same title. */
  async function untilAnswered(card: Locator, press: (same: Locator) => Promise<void>): Promise<void> {
    const call = await card.getAttribute('data-call')
    const same = page.locator(`section[data-call="${call}"]`)
    const buttons = same.getByRole('button', { name: answers })
    await expect(async () => {
      if ((await buttons.count()) > 0) await press(same)
      await expect(buttons).toHaveCount(0, { timeout: 700 })
    }).toPass()
  }

  async function visit(host: WebHost): Promise<void> {
    await page.goto(host.url)
  }

  async function openFolder(path: string): Promise<void> {
    await page.getByLabel('Path of the folder').fill(path)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect(page.getByRole('tab', { name: 'New task' })).toBeVisible()
  }

  async function start(prompt: string, mode?: string): Promise<void> {
    if (mode !== undefined) {
      await page.getByRole('button', { name: /^Mode: / }).click()
      await page.getByRole('menuitemradio', { name: new RegExp(`^${mode}`) }).click()
    }
    await page.getByRole('textbox', { name: 'What should be done' }).fill(prompt)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
  }

  return {
    page,
    visit,
    openFolder,
    start,
    async begin(host, folder, prompt, mode) {
      await visit(host)
      await openFolder(folder)
      await start(prompt, mode)
    },
    async command(title) {
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Type a command').fill(title)
      await page.getByRole('option', { name: title }).first().click()
    },
    row,
    async open(displayId) {
      await row(displayId).click()
      await expect(breadcrumb.locator('[aria-current="page"]')).toContainText(displayId)
    },
    breadcrumb,
    card: (title) => page.getByRole('region', { name: title }),
    // A card that just appeared takes no yes, so that nobody approves what they have not seen.
    approve: (card) =>
      untilAnswered(card, (same) => same.getByRole('button', { name: yes }).click({ timeout: 700 })),
    reject: (card, feedback) =>
      untilAnswered(card, async (same) => {
        await same.getByRole('button', { name: /^(Reject|Send back).*…/ }).click()
        await same.getByRole('textbox', { name: 'What should be different?' }).fill(feedback)
        await same.getByRole('button', { name: /^(Reject|Send back)$/ }).click()
      }),
    expectStatus: (displayId, label) =>
      expect(row(displayId)).toHaveAccessibleName(new RegExp(`, ${label}, `)),
  }
}
