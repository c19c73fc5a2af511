import { renderSvg } from "@qriskit/payload/render"
import { isPublicStatus, type PublicFacts, type PublicStatus } from "../facts.js"
import { follow } from "./follow.js"
import { parts } from "./parts.js"
import { download, pictureOf } from "./picture.js"
import { clockFace, ServerClock } from "./server-clock.js"
import { Sound } from "./sound.js"
import { rupiah, type Words, wordsIn } from "./words.js"

/** How often the time left is drawn, in milliseconds. */
const TICK = 250

/** Nothing more happens that a customer waits for. Money may still come late for what has expired. */
const FINAL: ReadonlySet<PublicStatus> = new Set(["paid", "refunded"])

/**
 * `<qris-payment>`: a QRIS payment as its customer sees it.
 *
 * Attributes: `src` is where the facts are asked for (JSON of `PublicFacts`), `live` where they come as server-sent
 * events. Without `src`: `payload`, `amount` (whole rupiah), `amount-typed` (a QR without an amount), `status`,
 * `until` and `now` (ISO 8601), or the property `facts`. `merchant` names who is paid where the facts do not; `lang` is
 * `id` or `en`; `sound="off"` keeps it silent.
 *
 * Events, which bubble: `change` for all that is heard; `paid`, `expired`, `canceled`, `failed`, `refunded` and
 * `under_review` once each; `ended` when the address is none any more. Their `detail` is the facts.
 *
 * @example
 * ```ts
 * import type { QrisPaymentElement } from "@qriskit/payment-page/element"
 *
 * // Where your page hears of the payment itself.
 * export const show = (element: QrisPaymentElement, payload: string): void => {
 *   element.facts = { status: "pending", amount: 25_000, qr: payload, now: new Date().toISOString() }
 * }
 * ```
 */
export class QrisPaymentElement extends HTMLElement {
  static readonly observedAttributes = [
    "src",
    "live",
    "lang",
    "sound",
    "merchant",
    "payload",
    "amount",
    "amount-typed",
    "status",
    "until",
    "now",
  ]

  readonly #clock = new ServerClock()
  readonly #sound = new Sound()
  readonly #parts = parts()
  #facts: PublicFacts | undefined
  /** Where the facts were asked for last; `null`: nowhere. */
  #src: string | null | undefined
  #drawn: string | undefined
  #told: string | undefined
  #isOver = false
  #isLost = false
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    const { sheet, card, save, sound } = this.#parts
    const root = this.attachShadow({ mode: "open" })
    root.adoptedStyleSheets = [sheet]
    root.append(card)
    save.addEventListener("click", () => {
      this.savePicture().catch(() => {})
    })
    sound.addEventListener("click", () => this.setAttribute("sound", this.#isSilent ? "on" : "off"))
  }

  /**
   * What is shown now; `undefined` while nothing is known. Setting it shows it, for pages that hear of it themselves.
   */
  get facts(): PublicFacts | undefined {
    return this.#facts
  }

  set facts(facts: PublicFacts | undefined) {
    this.#take(facts)
  }

  /**
   * The QR with merchant and amount as a PNG; `undefined` while there is no QR to pay.
   * Rejects where the browser draws no pictures.
   */
  async picture(): Promise<Blob | undefined> {
    const payload = this.#payable
    return payload === undefined ? undefined : pictureOf(payload, this.#captions)
  }

  /** Saves the picture among the browser's downloads, as its button does. */
  async savePicture(): Promise<void> {
    const picture = await this.picture()
    if (picture !== undefined) download(picture, "qris.png")
  }

  /** Begins to show the payment, and to listen. */
  connectedCallback(): void {
    addEventListener("pointerdown", this.#touched)
    addEventListener("keydown", this.#touched)
    this.#timer = setInterval(() => this.#tick(), TICK)
    this.#begin()
  }

  /** Listens no longer. */
  disconnectedCallback(): void {
    removeEventListener("pointerdown", this.#touched)
    removeEventListener("keydown", this.#touched)
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#end()
    this.#sound.close()
  }

  /** Shows what an attribute says now. */
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Of markup that was there before the script all attributes are told first, and what begins reads them by itself.
    if (before === after || this.#timer === undefined) return
    if (name === "lang" || name === "sound" || name === "merchant") this.#draw()
    else this.#begin()
  }

  readonly #touched = (): void => {
    if (!this.#isSilent) this.#sound.unlock()
  }

  #end(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  #begin(): void {
    this.#end()
    this.#isOver = false
    this.#isLost = false
    const src = this.getAttribute("src")
    if (this.#src !== undefined && this.#src !== src) {
      // Another payment's page.
      this.#facts = undefined
      this.#told = undefined
    }
    this.#src = src
    if (src === null) {
      this.#take(this.#ofAttributes() ?? this.#facts)
      return
    }
    this.#draw()
    this.#stop = follow(
      { src, live: this.getAttribute("live") },
      {
        facts: (facts) => this.#take(facts),
        line: (isHeard) => {
          this.#isLost = !isHeard
          this.#draw()
        },
        over: () => {
          this.#isOver = true
          this.#draw()
          this.#tell("ended")
        },
      },
    )
  }

  #ofAttributes(): PublicFacts | undefined {
    const [payload, until] = [this.getAttribute("payload"), this.getAttribute("until")]
    const amount = Number(this.getAttribute("amount") ?? Number.NaN)
    const status = this.getAttribute("status") ?? "pending"
    if (!Number.isSafeInteger(amount) || !isPublicStatus(status)) return undefined
    return {
      status,
      amount,
      now: this.getAttribute("now") ?? new Date().toISOString(),
      ...(payload !== null &&
        status === "pending" && { qr: payload, isAmountTyped: this.hasAttribute("amount-typed") }),
      ...(until !== null && { until }),
    }
  }

  #take(facts: PublicFacts | undefined): void {
    const before = this.#facts?.status
    this.#facts = facts
    this.#isLost = false
    if (facts === undefined) {
      this.#draw()
      return
    }
    this.#clock.set(facts.now)
    if (FINAL.has(facts.status)) this.#end()
    this.#draw()
    this.#tell("change")
    this.#tick()
    if (facts.status === "paid" && before !== undefined && before !== "paid" && !this.#isSilent) {
      this.#sound.ring()
    }
    if (facts.status !== "pending" && facts.status !== "preparing") this.#tellOnce(facts.status)
  }

  #tellOnce(name: string): void {
    if (this.#told === name) return
    this.#told = name
    this.#tell(name)
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail: this.#facts, bubbles: true, composed: true }))
  }

  get #words(): Words {
    const asked = this.closest("[lang]")?.getAttribute("lang") ?? ""
    return wordsIn(asked)
  }

  get #isSilent(): boolean {
    return this.getAttribute("sound") === "off"
  }

  get #left(): number | undefined {
    const { until } = this.#facts ?? {}
    return until === undefined ? undefined : this.#clock.left(until)
  }

  /** The QR, while it may be paid. */
  get #payable(): string | undefined {
    if (this.#isOver || this.#facts?.status !== "pending" || (this.#left ?? 1) <= 0) return undefined
    return this.#facts.qr
  }

  get #captions(): { readonly merchant: string; readonly amount: string } {
    const { merchant = this.getAttribute("merchant") ?? "", amount } = this.#facts ?? {}
    return { merchant, amount: amount === undefined ? "" : rupiah(amount) }
  }

  #tick(): void {
    if (this.#facts?.status !== "pending") return
    const left = this.#left
    if (left === undefined) return
    const face = clockFace(left)
    const { left: place } = this.#parts
    if (place.textContent !== face) place.textContent = face
    if (left > 0 || this.#told === "expired") return
    this.#draw()
    this.#tellOnce("expired")
  }

  #draw(): void {
    const { card, merchant, amount, qr, status, what, time, timeName, actions, save, sound, line } =
      this.#parts
    const words = this.#words
    const captions = this.#captions
    const payable = this.#payable
    const isLate = this.#facts?.status === "pending" && (this.#left ?? 1) <= 0
    card.dataset["status"] = this.#facts?.status ?? ""
    say(merchant, captions.merchant)
    say(amount, captions.amount)
    this.#drawQr(payable, words.qrFor(captions.merchant, captions.amount))
    qr.hidden = payable === undefined
    say(status, this.#saidOf(words, isLate))
    say(what, this.#whatOf(words, isLate))
    time.hidden = payable === undefined || this.#left === undefined
    timeName.textContent = words.timeLeft
    say(save, words.save)
    save.hidden = payable === undefined
    say(sound, this.#isSilent ? words.soundOff : words.soundOn)
    actions.hidden = this.#isOver || this.#facts === undefined || this.#facts.status !== "pending"
    say(line, this.#isLost && !this.#isOver ? words.lost : "")
  }

  #saidOf(words: Words, isLate: boolean): string {
    if (this.#isOver && this.#facts?.status !== "paid") return words.ended
    if (isLate) return words.timeOver
    return this.#facts === undefined ? words.loading : words.status[this.#facts.status]
  }

  #whatOf(words: Words, isLate: boolean): string {
    if (this.#isOver || this.#facts === undefined) return ""
    if (isLate) return words.timeOverWhat
    const isTyped = this.#payable !== undefined && this.#facts.isAmountTyped === true
    return isTyped ? words.typeAmount(this.#captions.amount) : words.what[this.#facts.status]
  }

  #drawQr(payload: string | undefined, title: string): void {
    const wanted = payload === undefined ? undefined : `${title}\n${payload}`
    if (wanted === this.#drawn) return
    this.#drawn = wanted
    const { qr } = this.#parts
    if (payload === undefined) {
      qr.replaceChildren()
      return
    }
    const drawing = new DOMParser().parseFromString(renderSvg(payload, { title }), "image/svg+xml")
    qr.replaceChildren(document.importNode(drawing.documentElement, true))
  }
}

/** A text that is not there takes no place; one that stays is not said again. */
const say = (place: HTMLElement, text: string): void => {
  if (place.textContent !== text) place.textContent = text
  if (place.getAttribute("role") !== "status") place.hidden = text === ""
}
