/**
 * Ends what is running, and resolves with the exit code that follows: 0, or 1 when `dispose` rejects or has
 * not ended after `patienceMs`, which is logged. Never rejects.
 */
export async function endWithin(
  patienceMs: number,
  dispose: () => Promise<void>,
  log: (level: 'error', message: string) => void,
): Promise<0 | 1> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error(`it was not done within ${patienceMs / 1000} seconds`))
  }, patienceMs)
  try {
    await Promise.race([dispose(), late.promise])
    return 0
  } catch (error) {
    log('error', `The engine did not end in order: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  } finally {
    clearTimeout(timer)
  }
}
