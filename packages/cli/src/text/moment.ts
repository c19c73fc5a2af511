const WIB = 7 * 3_600_000

/** A time as a shop in Jakarta reads it (+07:00): `2026-04-07 10:00:00`. */
export const moment = (at: Date): string =>
  new Date(at.getTime() + WIB).toISOString().slice(0, 19).replace("T", " ")

/** The same where there may be none. */
export const momentOr = (at: Date | undefined, otherwise = "–"): string =>
  at === undefined ? otherwise : moment(at)

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const

/** A duration in its largest whole unit: `3 min`. */
export const duration = (milliseconds: number): string => {
  const [size, unit] = UNITS.find(([size]) => milliseconds >= size) ?? [1, "ms"]
  return `${Math.floor(milliseconds / size)} ${unit}`
}
