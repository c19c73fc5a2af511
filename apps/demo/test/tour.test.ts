import { describe, expect, it } from "vitest"
import { makeNarrator } from "../src/tour/narrator.js"
import { takeTour } from "../src/tour/take-tour.js"

/** Without terminal colours. */
const plain = (lines: ReadonlyArray<string>): string => lines.join("\n").replace(/\[\d+m/g, "")

describe("the tour", () => {
  it("comes out as it must, and shows each provider's payment from QR to paid", async () => {
    const lines: Array<string> = []
    expect(await takeTour(makeNarrator((line) => lines.push(line)))).toBe(true)
    const told = plain(lines)
    expect(told).toContain("the order is paid, because iFortepay said so when asked")
    expect(told).toContain("the order is paid, because Zipay said so when asked")
    expect(told).toContain("the order is paid, because Midtrans said so when asked")
    expect(told).toContain("the order is paid, because Xendit said so when asked")
    expect(told).toContain("the order is paid, because Paydia (SNAP) said so when asked")
    expect(told).toContain("the callback proves its claim")
    expect(told).toContain("asked by its id, Midtrans says that it was made")
    expect(told).toContain("reads from the QR: TOKO CONTOH, Rp 28.000")
    expect(told).toContain("attempt failed: no connection could be made (ECONNREFUSED), not sent")
    expect(told).toContain("outcome unknown, not to be repeated")
    expect(told).toContain("All 10 chapters came out as they must.")
  })

  it("fails when a chapter does not come out as it must, and still plays the others", async () => {
    const lines: Array<string> = []
    const narrator = makeNarrator((line) => lines.push(line))
    await narrator.chapter("one that breaks", async () => narrator.check(1 > 2, "one is more than two"))
    await narrator.chapter("one that holds", async () => narrator.check(2 > 1, "two is more than one"))
    expect(narrator.end()).toBe(false)
    expect(plain(lines)).toContain("✗ it does not hold: one is more than two")
    expect(plain(lines)).toContain("✓ two is more than one")
    expect(plain(lines)).toContain("1 of 2 chapters failed: one that breaks.")
  })
})
