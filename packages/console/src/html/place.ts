import type { HandedOver } from "../options.js"
import type { Words } from "../words/words.js"

/** A page that the menu leads to. */
export interface Place {
  readonly page: string
  readonly says: (words: Words) => string
  /** The pages that one comes to from there. */
  readonly below?: ReadonlyArray<string>
  /** For those who see all accounts only. */
  readonly isOfAll?: boolean
  /** Only there where the host hands this over. */
  readonly needs?: HandedOver
}
