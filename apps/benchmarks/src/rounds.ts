/** Numbers of one contestant, one for each round. */
export type Rounds = ReadonlyArray<number>

export const median = (numbers: Rounds): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Half the distance between the smallest and the largest round, as a share of the median. */
export const spread = (numbers: Rounds): number =>
  (Math.max(...numbers) - Math.min(...numbers)) / 2 / median(numbers)

/** The value below which `share` (0 to 1) of the sorted samples lie. */
export const percentile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Runs every contestant once in each round, A B C A B C …, so that a slow moment of the machine strikes all. */
export const inTurns = async <Contestant, Result>(
  contestants: ReadonlyArray<Contestant>,
  rounds: number,
  measure: (contestant: Contestant) => Promise<Result> | Result,
  progress: (line: string) => void,
): Promise<ReadonlyMap<Contestant, ReadonlyArray<Result>>> => {
  const results = new Map<Contestant, Array<Result>>(contestants.map((contestant) => [contestant, []]))
  for (let round = 1; round <= rounds; round++) {
    progress(`round ${round} of ${rounds}`)
    for (const [contestant, collected] of results) collected.push(await measure(contestant))
  }
  return results
}
