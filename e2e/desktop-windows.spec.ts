import { join } from 'node:path'
import { electronProgram, expect, expectConnected, runDesktop, test } from './support/desktop.ts'
import { makeTask, taskOf } from './support/desktop-task.ts'

const withoutElectron = 'TREELINE_ELECTRON names no Electron program, so the desktop app is not tested.'
if (electronProgram === undefined) console.log(`Skipped: ${withoutElectron}`)
test.skip(electronProgram === undefined, withoutElectron)

test.describe('the menu', () => {
  test('is made from the commands, and a chosen one runs in the page', async ({ launch }) => {
    const { page, inMain } = await launch()
    const menu = await inMain(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => ({
        label,
        items: (submenu?.items ?? []).map(({ id, label: name, accelerator }) => ({ id, name, accelerator })),
      })),
    )
    const labels = menu.map(({ label }) => label).filter((label) => label !== 'Treeline' && label !== 'Help')
    expect(labels).toEqual(
      ['Task', 'Edit', 'Go', 'View', 'Workspace', 'Settings', 'Window'].filter(
        (label) => process.platform !== 'darwin' || label !== 'Settings',
      ),
    )
    const items = menu.flatMap((entry) => entry.items)
    expect(items).toContainEqual({ id: 'task.new', name: 'New Task', accelerator: 'CommandOrControl+N' })
    expect(items).toContainEqual({ id: 'settings.open', name: 'Settings', accelerator: 'CommandOrControl+,' })

    await expect(page.getByRole('dialog')).toHaveCount(0)
    await inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.palette')?.click())
    await expect(page.getByRole('dialog')).toBeVisible()
  })

  test('opens the main window for a command when only a task’s window is left', async ({ launch }) => {
    const desktop = await launch()
    const { app, page, inMain } = desktop
    const task = await makeTask(desktop, 'Say hello')
    const [window] = await Promise.all([
      app.waitForEvent('window'),
      desktop.client.app.openTaskWindow({ taskId: task.id }),
    ])
    await page.close()
    await expect.poll(() => app.windows()).toEqual([window])
    // The app hears of it a moment later than the browser's own protocol.
    await expect.poll(() => inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    const [main] = await Promise.all([
      app.waitForEvent('window'),
      inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('window.main')?.click()),
    ])
    await expectConnected(main)
    expect(taskOf(main)).toBeNull()
  })
})

test.describe('a task’s own window', () => {
  test('shows the task, once per task, and is brought back to the front', async ({ launch }) => {
    const desktop = await launch()
    const { app, client, inMain } = desktop
    const first = await makeTask(desktop, 'Count the lighthouses')
    const second = await makeTask(desktop, 'Paint the lighthouses')
    const open = async (taskId: typeof first.id) => {
      const [page] = await Promise.all([app.waitForEvent('window'), client.app.openTaskWindow({ taskId })])
      return page
    }
    const one = await open(first.id)
    const two = await open(second.id)
    await expect.poll(() => [taskOf(one), taskOf(two)]).toEqual([first.id, second.id])
    await expect(one.getByText('Count the lighthouses').first()).toBeVisible()
    await expect(two.getByText('Paint the lighthouses').first()).toBeVisible()

    const focused = () =>
      inMain(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.webContents.getURL())
    await inMain(({ BrowserWindow }, id) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(id))
        ?.minimize()
    }, first.id)
    await client.app.openTaskWindow({ taskId: first.id })
    expect(await focused()).toContain(first.id)
    await client.app.openTaskWindow({ taskId: second.id })
    expect(await focused()).toContain(second.id)
    expect(app.windows()).toHaveLength(3)

    await one.close()
    await expect.poll(() => app.windows().length).toBe(2)
    const again = await open(first.id)
    await expect.poll(() => taskOf(again)).toBe(first.id)
  })
})

test.describe('a second start', () => {
  test('on the same data brings the first one’s window to the front', async ({ launch, data }) => {
    const { app, inMain } = await launch()
    await inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    expect(await runDesktop(['--data', data])).toMatchObject({ code: 0 })
    await expect
      .poll(() => inMain(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.isMinimized()))
      .toBe(false)
    expect(app.windows()).toHaveLength(1)
  })

  test('on other data is another app', async ({ launch, data }) => {
    const other = join(data, 'other')
    const first = await launch()
    const second = await launch({ env: { TREELINE_DATA: other } })
    expect((await first.client.app.info()).dataFolder).toBe(data)
    expect((await second.client.app.info()).dataFolder).toBe(other)
    expect(await second.inMain(({ app }) => app.getPath('userData'))).toBe(join(other, 'desktop'))
  })
})
