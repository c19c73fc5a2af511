import type { EndpointsSettings } from "./options.js"

/** Pauses are up to so much shorter or longer, so that what failed together does not come again together. */
const JITTER = 0.2

/** `random`: 0 to 1. */
const jittered = (millis: number, random: number): number =>
  Math.round(millis * (1 + JITTER * (2 * random - 1)))

/** How long until a message is sent again after so many tries, in milliseconds; `undefined`: it was the last one. */
export const pauseAfter = (
  { retryMillis }: Pick<EndpointsSettings, "retryMillis">,
  tries: number,
  random: number,
): number | undefined => {
  const pause = retryMillis[tries - 1]
  return pause === undefined ? undefined : jittered(pause, random)
}

/** From so many failures in a row on nothing more is sent to an endpoint for a while. */
const HELD_AFTER = 3

/** At first for so long, then twice as long each time, at most so long; in milliseconds. */
const HELD_AT_FIRST = 10_000
const HELD_AT_MOST = 900_000

/** How long an endpoint is left alone after so many failures in a row, in milliseconds; 0: not at all. */
export const holdAfter = (failures: number, random: number): number =>
  failures < HELD_AFTER
    ? 0
    : jittered(Math.min(HELD_AT_FIRST * 2 ** Math.min(failures - HELD_AFTER, 20), HELD_AT_MOST), random)
