import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"

/** A bar of a chart. */
export interface Bar {
  readonly label: string
  /** In rupiah. */
  readonly amount: bigint
}

const ROW = 44

/** Tenths of a percent first, so that no amount is too large for a `number`. */
const share = (amount: bigint, most: bigint): string =>
  most === 0n ? "0%" : `${Number((amount * 1_000n) / most) / 10}%`

/** Horizontal bars with their amounts, as wide as their place. What it shows is also in the table beside it. */
export const barChart = (title: string, bars: ReadonlyArray<Bar>): Html => {
  const [most = 0n] = bars.map(({ amount }) => amount).sort((a, b) => (a < b ? 1 : -1))
  return html`<svg class="chart" width="100%" height="${bars.length * ROW}" role="img" aria-label="${title}">
  <title>${title}</title>
  ${bars.map(
    ({ label, amount }, index) => html`<svg y="${index * ROW}" width="100%" height="${ROW}">
    <text x="0" y="14">${label}</text><text x="100%" y="14" text-anchor="end">${rupiah(amount)}</text>
    <rect class="track" x="0" y="22" width="100%" height="12" rx="6"></rect>
    <rect class="bar" x="0" y="22" width="${share(amount, most)}" height="12" rx="6"></rect>
  </svg>`,
  )}
</svg>`
}
