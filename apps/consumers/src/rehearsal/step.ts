/** Does one step of a story and writes a line about it: what happened, and how long it took. */
export const step = async <A>(title: string, work: () => Promise<A>): Promise<A> => {
  const began = performance.now()
  const report = (mark: string): void =>
    console.log(`${mark.padEnd(6)} ${title} (${((performance.now() - began) / 1_000).toFixed(1)} s)`)
  try {
    const result = await work()
    report("ok")
    return result
  } catch (error) {
    report("FAILED")
    throw error
  }
}
