import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"

/** A bar of a chart. */
export interface Bar {
  readonly label: string
  /** In rupiah. */
  readonly amount: bigint
}

const WIDTH = 600
const ROW = 44

/** Tenths of a percent, so that no amount is too large for a `number`. */
const share = (amount: bigint, most: bigint): number =>
  most === 0n ? 0 : Number((amount * 1_000n) / most) / 1_000

/** Horizontal bars with their amounts. What it shows is also in the table beside it. */
export const barChart = (title: string, bars: ReadonlyArray<Bar>): Html => {
  const [most = 0n] = bars.map(({ amount }) => amount).sort((a, b) => (a < b ? 1 : -1))
  const height = bars.length * ROW
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
  <title>${title}</title>
  ${bars.map(
    ({ label, amount }, index) => html`<g transform="translate(0 ${index * ROW})">
    <text x="0" y="14">${label}</text><text x="${WIDTH}" y="14" text-anchor="end">${rupiah(amount)}</text>
    <rect class="track" x="0" y="22" width="${WIDTH}" height="12" rx="6"></rect>
    <rect class="bar" x="0" y="22" width="${Math.round(share(amount, most) * WIDTH)}" height="12" rx="6"></rect>
  </g>`,
  )}
</svg>`
}
