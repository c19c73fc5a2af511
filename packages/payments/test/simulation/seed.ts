/** A change is judged by the same histories as the one before it. */
const SEED = 20_261_130

const numberOf = (variable: string): number | undefined => {
  const text = process.env[variable]
  return text === undefined || text === "" ? undefined : Number(text)
}

/** For how many minutes new histories are wanted; absent where so many are counted. */
export const minutesOf = (): number | undefined => numberOf("SIMULATION_MINUTES")

/** The seed to replay, else a new one where new histories are wanted, else the one of every change. */
export const seedOf = (): number =>
  numberOf("SIMULATION_SEED") ?? (minutesOf() === undefined ? SEED : Math.floor(Math.random() * 2 ** 31))
