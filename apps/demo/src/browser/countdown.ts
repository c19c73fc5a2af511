/** What is left, as 19:59. */
const clockFace = (millis: number): string => {
  const seconds = Math.ceil(millis / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/** How far this machine's clock is behind the server's, taken when a page or an event came in. */
const offsets = new WeakMap<HTMLElement, number>()

const tick = (countdown: HTMLElement): void => {
  const { until = "", now = "", over = "" } = countdown.dataset
  const offset = offsets.get(countdown) ?? Date.parse(now) - Date.now()
  offsets.set(countdown, offset)
  const left = Date.parse(until) - (Date.now() + offset)
  const place = countdown.querySelector(".left")
  if (place !== null) place.textContent = left > 0 ? clockFace(left) : over
  // A QR whose time is over is not for anybody's eyes: it may no longer be payable.
  countdown.closest(".qr")?.classList.toggle("over", left <= 0)
}

/** Counts every countdown on the page down, by the server's clock. */
export const countDown = (): void => {
  const tickAll = (): void => {
    for (const countdown of document.querySelectorAll<HTMLElement>(".countdown")) tick(countdown)
  }
  tickAll()
  setInterval(tickAll, 250)
}
