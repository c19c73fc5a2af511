import { describe, expect, it } from "vitest"
import { html } from "../src/html/html.js"
import { rupiah } from "../src/html/money.js"
import { dayOf, endOfDay, startOfDay } from "../src/html/time.js"
import { barChart } from "../src/pages/books/chart.js"
import { csvLine } from "../src/pages/books/csv.js"

describe("templates", () => {
  it("escape whatever stands in them, for text and for attributes", () => {
    const evil = `"><script>alert('x')</script>&`
    expect(String(html`<a title="${evil}">${evil}</a>`)).toBe(
      `<a title="${"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"}">${"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"}</a>`,
    )
  })

  it("take templates and lists of them as they are, and leave nothing of what is absent", () => {
    expect(
      String(html`<ul>${["a", "<"].map((text) => html`<li>${text}</li>`)}${false}${undefined}${0}</ul>`),
    ).toBe("<ul><li>a</li><li>&lt;</li>0</ul>")
  })
})

describe("amounts and days", () => {
  it("are written as Indonesians do, whatever their size", () => {
    expect(rupiah(25_000)).toBe("Rp 25.000")
    expect(rupiah(9_007_199_254_740_993n)).toBe("Rp 9.007.199.254.740.993")
  })

  it("begin and end at Jakarta's midnight", () => {
    expect(dayOf(new Date("2026-11-19T17:00:00Z"))).toBe("2026-11-20")
    expect(dayOf(new Date("2026-11-19T16:59:59Z"))).toBe("2026-11-19")
    expect(startOfDay("2026-11-20")).toEqual(new Date("2026-11-19T17:00:00Z"))
    expect(endOfDay("2026-12-31")).toEqual(new Date("2026-12-31T17:00:00Z"))
  })

  it.each(["2026-02-30", "2026-2-3", "20 Nov", "", "2026-11-20T00:00", "-000001-01-01"])(
    "%j is no day",
    (text) => {
      expect(startOfDay(text)).toBeUndefined()
      expect(endOfDay(text)).toBeUndefined()
    },
  )
})

describe("the export", () => {
  it("quotes what needs it, and writes amounts so that they add up", () => {
    expect(csvLine(["a", 25_000, undefined, 'x"y,z', "two\nlines", new Date(0)])).toBe(
      'a,25000,,"x""y,z","two\nlines",1970-01-01T00:00:00.000Z\r\n',
    )
  })

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])(
    "%j is text to a spreadsheet, no formula",
    (text) => {
      expect(csvLine([text])).toMatch(/^"?'/)
    },
  )
})

describe("the chart", () => {
  it("draws the longest bar over the whole width, and the others in proportion", () => {
    const drawn = String(
      barChart("t", [
        { label: "a", amount: 50n },
        { label: "b", amount: 200n },
        { label: "c", amount: 0n },
      ]),
    )
    expect(
      [...drawn.matchAll(/class="bar" x="0" y="22" width="([\d.]+%)"/g)].map(([, width]) => width),
    ).toEqual(["25%", "100%", "0%"])
    expect(String(barChart("t", [{ label: "a", amount: 0n }]))).toContain('width="0%"')
  })
})
