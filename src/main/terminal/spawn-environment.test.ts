import { describe, expect, test } from 'vitest'
import { spawnEnvironment } from './spawn-environment.ts'

describe('spawnEnvironment', () => {
  test('takes over what is listed and nothing else', () => {
    const kept = { HOME: '/home/a', LANG: 'de_DE.UTF-8', LC_TIME: 'C', https_proxy: 'http://proxy:1' }
    const held = {
      TREELINE_API_KEY: 'k1',
      OPENAI_API_KEY: 'k2',
      GITHUB_TOKEN: 'k3',
      MY_SECRET: 'k4',
      SSH_AUTH_SOCK: '/run/agent',
      NODE_OPTIONS: '--require /tmp/x.js',
      BASH_ENV: '/tmp/x.sh',
      LD_PRELOAD: '/tmp/x.so',
      ELECTRON_RUN_AS_NODE: '1',
      CI: '1',
      PASSWORD_STORE: 'k5',
    }
    const environment = spawnEnvironment({ ...kept, ...held }, 'cmd_a_1', {}, 'linux')
    expect(environment).toMatchObject({ ...kept, TREELINE_COMMAND_ID: 'cmd_a_1', TERM: 'xterm-256color' })
    for (const name of Object.keys(held)) expect(environment).not.toHaveProperty(name)
    for (const value of Object.values(held).filter((value) => value !== '1')) {
      expect(Object.values(environment)).not.toContain(value)
    }
  })

  test('what is given wins, but not over the marker', () => {
    const extra = { PAGER: 'less', EXTRA: 'yes', TREELINE_COMMAND_ID: 'cmd_b_2', NOTHING: undefined }
    const environment = spawnEnvironment({}, 'cmd_a_1', extra, 'linux')
    expect(environment).toMatchObject({ PAGER: 'less', EXTRA: 'yes', TREELINE_COMMAND_ID: 'cmd_a_1' })
    expect(environment).not.toHaveProperty('NOTHING')
  })

  test.each([
    ['drops folders that depend on where one stands', { PATH: '.:/usr/bin::bin:/bin' }, '/usr/bin:/bin'],
    ['has one when there was none', {}, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    [
      'drops what npm put in front when it started the app',
      { PATH: '/app/node_modules/.bin:/x/node-gyp-bin:/usr/bin', npm_lifecycle_event: 'start' },
      '/usr/bin',
    ],
    [
      'keeps such folders when they are the person’s own',
      { PATH: '/home/a/node_modules/.bin:/usr/bin' },
      '/home/a/node_modules/.bin:/usr/bin',
    ],
  ])('PATH: %s', (_, source, path) => {
    expect(spawnEnvironment(source, 'cmd_a_1', {}, 'linux').PATH).toBe(path)
  })

  test('Windows programs get what they do not start without', () => {
    const environment = spawnEnvironment({ SystemRoot: 'C:\\Windows', API_TOKEN: 'k' }, 'c', {}, 'win32')
    expect(environment).toMatchObject({ SystemRoot: 'C:\\Windows' })
    expect(environment).not.toHaveProperty('API_TOKEN')
  })
})
