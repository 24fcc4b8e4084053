import { join } from 'node:path'
import { type ChildProcess, startProcess } from './child-process.ts'

const built = join(import.meta.dirname, '..', '..', 'out', 'main')

/** The built browser host, running. */
export type WebHost = ChildProcess & { port: number; token: string; url: string; origin: string }

/** Starts the built browser host on a data folder and resolves when it has said where it is. */
export async function startWebHost(order: {
  dataFolder: string
  cwd: string
  env: NodeJS.ProcessEnv
  port?: number
}): Promise<WebHost> {
  const { dataFolder, cwd, env, port = 0 } = order
  const args = ['--no-open', '--port', String(port), '--data', dataFolder]
  const child = startProcess(join(built, 'web.js'), args, { cwd, env })
  const [, url = '', bound = '', token = ''] = await child.line(
    /Treeline is at (http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+))/,
  )
  return { ...child, url, port: Number(bound), token, origin: `http://127.0.0.1:${bound}` }
}

/** Starts the built command line. */
export function startTreeline(args: string[], order: { cwd: string; env: NodeJS.ProcessEnv }): ChildProcess {
  return startProcess(join(built, 'cli.js'), args, order)
}
