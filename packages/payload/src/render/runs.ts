import type { QrSymbol } from "./symbol.js"

/** Dark modules side by side in a row. */
export interface Run {
  readonly x: number
  readonly y: number
  readonly length: number
}

/** Each run of dark modules: far fewer rectangles than there are modules. */
export const darkRuns = (symbol: QrSymbol): ReadonlyArray<Run> =>
  symbol.flatMap((row, y) => {
    const line = row.map((isDark) => (isDark ? "1" : "0")).join("")
    return Array.from(line.matchAll(/1+/g), ({ 0: run, index }) => ({ x: index, y, length: run.length }))
  })
