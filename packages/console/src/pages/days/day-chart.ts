import type { StatementDayTotal } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { rupiahOfSen } from "../../html/money.js"
import type { Words } from "../../words/words.js"

/** What stands beside each other for a day, in their order. */
const BARS = ["asked", "arrived", "settled", "net"] as const

const HEIGHT = 160
const ROOM = 20

const heightOf = (amount: bigint, most: bigint): number =>
  most <= 0n || amount <= 0n ? 0 : Number((amount * BigInt(HEIGHT) * 10n) / most) / 10

/** Columns by day: asked, arrived, settled, net. All that it shows is also in the table below it. */
export const dayChart = (words: Words, days: ReadonlyArray<StatementDayTotal>): Html => {
  const amounts = days.flatMap((day) => BARS.map((bar) => day[bar]))
  const [most = 0n] = amounts.sort((a, b) => (a < b ? 1 : -1))
  const width = 100 / days.length
  const labelled = days.length > 10 ? Math.ceil(days.length / 10) : 1
  return html`<ul class="legend">${BARS.map(
    (bar) =>
      html`<li><svg width="12" height="12" aria-hidden="true"><rect class="${bar}" width="12" height="12" rx="3"></rect></svg> ${words.days[bar]}</li>`,
  )}</ul>
<svg class="chart days" width="100%" height="${HEIGHT + ROOM}" role="img" aria-label="${words.days.chart}">
  <title>${words.days.chart}</title>
  ${days.map(
    (day, index) => html`<svg x="${index * width}%" width="${width}%" height="${HEIGHT + ROOM}">
    ${BARS.map((bar, place) => {
      const height = heightOf(day[bar], most)
      return html`<rect class="${bar}" x="${10 + place * 20}%" y="${HEIGHT - height}" width="18%" height="${height}"><title>${day.day} ${words.days[bar]}: ${rupiahOfSen(day[bar])}</title></rect>`
    })}
    ${index % labelled === 0 && html`<text x="10%" y="${HEIGHT + 15}">${day.day.slice(8)}</text>`}
  </svg>`,
  )}
</svg>`
}
