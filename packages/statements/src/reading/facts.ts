import { type Cell, shown, textOf } from "../cell.js"
import { quoted } from "../fault.js"
import type { NumberStyle } from "../money/number-style.js"
import type { Sen } from "../money/sen.js"
import type { Fact, StatementProfile } from "../profile/profile.js"
import { dateReader } from "../time/date-format.js"
import type { Day, Period } from "../time/day.js"
import { amountIn } from "./amounts.js"

/** What a file says about itself, before and after its lines. */
export interface Facts {
  account?: string
  currency?: string
  period?: Period
  reportDate?: Day
  opening?: Sen
  closing?: Sen
  debits?: Sen
  debitCount?: number
  credits?: Sen
  creditCount?: number
}

interface Found {
  readonly fact: Fact
  readonly value: Cell | undefined
  readonly count: Cell | undefined
}

const INLINE = /^([^:]{1,60}?)\s*:\s*(.*)$/

const collapsed = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase()

const isAmount = (is: Fact["is"]): is is "opening" | "closing" | "debits" | "credits" =>
  is === "opening" || is === "closing" || is === "debits" || is === "credits"

/** Reads the labelled values of a profile. */
export class FactReader {
  readonly facts: Facts = {}
  readonly #profile: StatementProfile
  readonly #style: NumberStyle
  readonly #byLabel: ReadonlyMap<string, Fact>
  /** First letters of labels: most rows are told from them by theirs. */
  readonly #initials: ReadonlySet<string>
  readonly #seen = new Set<Fact>()

  constructor(profile: StatementProfile, style: NumberStyle) {
    this.#profile = profile
    this.#style = style
    this.#byLabel = new Map(profile.facts.map((fact) => [collapsed(fact.label), fact]))
    this.#initials = new Set([...this.#byLabel.keys()].map((label) => label.charAt(0)))
  }

  /** The labelled value of a row; `undefined` for a row that has none. */
  #find(cells: ReadonlyArray<Cell>): Found | undefined {
    if (this.#byLabel.size === 0) return undefined
    const first = shown(cells[0])
    if (!this.#initials.has(first.trimStart().charAt(0).toLowerCase())) return undefined
    const whole = this.#byLabel.get(collapsed(first.replace(/:\s*$/, "")))
    if (whole?.form === "cell") return { fact: whole, value: cells[1], count: cells[2] }
    if (whole?.form === "equals") {
      return shown(cells[1]).trim() === "=" ? { fact: whole, value: cells[2], count: cells[3] } : undefined
    }
    const match = INLINE.exec(first.trim())
    const fact = match === null ? undefined : this.#byLabel.get(collapsed(match[1] ?? ""))
    return fact?.form === "inline" ? { fact, value: match?.[2] ?? "", count: cells[1] } : undefined
  }

  /**
   * Takes a row, if it is one.
   *
   * @returns whether it was, and what is wrong with it
   */
  take(
    cells: ReadonlyArray<Cell>,
  ): { readonly column: string; readonly complaint: string | undefined } | undefined {
    const found = this.#find(cells)
    if (found === undefined) return undefined
    this.#seen.add(found.fact)
    return { column: found.fact.label, complaint: this.#keep(found) }
  }

  #keep({ fact, value, count }: Found): string | undefined {
    if (isAmount(fact.is)) return this.#keepAmount(fact.is, value, count)
    const text = textOf(value)
    switch (fact.is) {
      case "account":
        this.facts.account = text
        return undefined
      case "currency":
        this.facts.currency = text
        return /^(IDR|Rp\.?|Rupiah|)$/i.test(text) ? undefined : "the account is not in rupiah"
      case "reportDate": {
        const when = this.#days(fact)(text)
        if (typeof when === "string") return `${quoted(text)} ${when}`
        this.facts.reportDate = when.day
        return undefined
      }
      case "period":
        return this.#keepPeriod(fact, text)
    }
  }

  #days(fact: Fact) {
    return dateReader(fact.formats ?? ["iso"], this.#profile.zone)
  }

  #keepPeriod(fact: Fact, text: string): string | undefined {
    const read = this.#days(fact)
    const [from, until] = text.split(/\s+(?:-|s\/d|to)\s+/).map((part) => read(part.trim()))
    if (typeof from !== "object" || typeof until !== "object") return `${quoted(text)} is no period`
    if (until.day < from.day) return `${quoted(text)} ends before it begins`
    this.facts.period = { from: from.day, until: until.day }
    return undefined
  }

  #keepAmount(
    is: "opening" | "closing" | "debits" | "credits",
    value: Cell | undefined,
    count: Cell | undefined,
  ): string | undefined {
    const amount = amountIn(value, this.#style)
    if (typeof amount === "string") return amount
    // Empty is unknown: nothing is compared with it.
    if (amount !== undefined) this.facts[is] = amount
    const counted = textOf(count)
    if (is === "debits" || is === "credits") {
      if (/^\d{1,9}$/.test(counted))
        this.facts[is === "debits" ? "debitCount" : "creditCount"] = Number(counted)
      else if (counted !== "") return `${quoted(counted)} is no number of lines`
    }
    return undefined
  }

  /** Labels that must be there and were not. */
  get missing(): ReadonlyArray<string> {
    return this.#profile.facts.flatMap((fact) => (fact.required && !this.#seen.has(fact) ? [fact.label] : []))
  }
}
