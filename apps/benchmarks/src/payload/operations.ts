import { texts } from "./codes.js"
import { references } from "./shop.js"

/** What is compared: each contestant does it as its library offers it. */
export const OPERATIONS = {
  parse: { title: "parse", inputs: texts },
  parseChecked: { title: "parse, CRC checked", inputs: texts },
  validate: { title: "parse, with every check it has", inputs: texts },
  encode: { title: "frame tags, append CRC", inputs: references },
  build: { title: "build from named fields, with every check it has", inputs: references },
} as const

export type Operation = keyof typeof OPERATIONS

export const NAMES = [
  "parse",
  "parseChecked",
  "validate",
  "encode",
  "build",
] as const satisfies ReadonlyArray<Operation>

/** One way to do an operation. Throws, or answers something falsy, where it fails. */
export type Way = (input: string) => unknown

export interface Contestant {
  readonly name: string
  readonly ways: Readonly<Partial<Record<Operation, Way>>>
}
