import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { openLink } from './open-link.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it.skipIf(process.platform === 'win32')(
  'hands the link to the system’s program as one argument',
  async () => {
    const folder = temporaryFolder()
    const heard = join(folder, 'heard')
    writeFileSync(
      join(folder, 'xdg-open'),
      `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > '${heard}.new'\nmv '${heard}.new' '${heard}'\n`,
    )
    chmodSync(join(folder, 'xdg-open'), 0o755)
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
    const link = 'https://docs.example/a?b=1&c=$(touch x);`d`#e'
    await openLink(link, 'linux')
    await vi.waitUntil(() => existsSync(heard), { timeout: 10_000 })
    expect(readFileSync(heard, 'utf8')).toBe(`1\n${link}\n`)
  },
)

it('says the link itself where there is no such program', async () => {
  vi.stubEnv('PATH', temporaryFolder())
  await expect(openLink('https://docs.example/', 'linux')).rejects.toMatchObject({
    code: 'not_supported_here',
    message: expect.stringContaining('https://docs.example/'),
  })
})
