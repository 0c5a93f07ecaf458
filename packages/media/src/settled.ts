/** Waits until all have ended, then throws the first failure: nobody still writes into a folder that its owner removes. */
export async function settled(all: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(all)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
