import { createRequire } from "node:module"
import * as promptparse from "promptparse"
import { expect, test } from "vitest"
import { crc16, parse } from "../src/index.js"
import { parsed } from "./parsed.js"
import { SAMPLES, SOUND_SAMPLES } from "./samples.js"

/** What `emvqr` answers: objects by tag, text or further objects inside. It has no types of its own. */
interface EmvqrObject {
  readonly data: string | Readonly<Record<string, EmvqrObject>>
}
const emvqr: { decode(text: string): Readonly<Record<string, EmvqrObject>> } = createRequire(import.meta.url)(
  "emvqr",
)

/** Tags and sub-tags with their values, as far as a parser goes into templates. */
type Reading = Readonly<Record<string, string>>

const ours = (text: string): Reading => {
  const rows: Array<readonly [string, string]> = []
  for (const { tag, value, children } of parsed(text).objects) {
    rows.push([tag, value])
    for (const child of children ?? []) rows.push([`${tag}.${child.tag}`, child.value])
  }
  return Object.fromEntries(rows)
}

const promptparseReading = (text: string): Reading | undefined => {
  const read = promptparse.parse(text, true)
  if (read === null) return undefined
  const rows = read
    .getTags()
    .flatMap(({ id, value, subTags = [] }) => [
      [id, value] as const,
      ...subTags.map((sub) => [`${id}.${sub.id}`, sub.value] as const),
    ])
  return Object.fromEntries(rows)
}

const emvqrReading = (text: string): Reading => {
  const rows = Object.entries(emvqr.decode(text)).flatMap(([tag, { data }]) =>
    typeof data === "string"
      ? [[tag, withoutExplanation(data)] as const]
      : Object.entries(data).flatMap(([sub, inner]) =>
          typeof inner.data === "string" ? [[`${tag}.${sub}`, inner.data] as const] : [],
        ),
  )
  return Object.fromEntries(rows)
}

/** To category, currency and country emvqr adds what they mean: `360 (IDR)`. */
const withoutExplanation = (data: string): string => data.replace(/ \(.+\)$/, "")

const PARSERS = {
  promptparse: promptparseReading,
  emvqr: emvqrReading,
} as const

type Parser = keyof typeof PARSERS

/** Where another parser differs from this one: paths, or that it refuses the code. */
const differences = (parser: Parser, text: string): ReadonlyArray<string> => {
  const own = ours(text)
  try {
    const other = PARSERS[parser](text)
    if (other === undefined) return ["refused"]
    return Object.keys(other).filter((path) => own[path] !== other[path])
  } catch {
    return ["threw"]
  }
}

/** Every known disagreement on codes with a right CRC, and who is right. */
const DISAGREEMENTS: Readonly<
  Record<string, { readonly differences: ReadonlyArray<string>; readonly why: string }>
> = {
  "promptparse bestTransport": {
    differences: ["refused"],
    why: "It runs the CRC over UTF-16 units; EMVCo's own example is right only over UTF-8 bytes. This parser is right.",
  },
  "promptparse japanese": {
    differences: ["refused"],
    why: "The same: Japanese in tag 64. This parser is right.",
  },
  "promptparse mastercardStatic": {
    differences: ["05.04"],
    why: "It cuts tag 05, which is a card scheme's primitive (Table 3.6), because it happens to look framed. This parser is right.",
  },
  "emvqr unionPayScrambled": {
    differences: ["threw"],
    why: "It cuts tag 15, a card scheme's primitive, as a template. This parser is right.",
  },
  "emvqr zipayStatic": {
    differences: ["threw"],
    why: "It knows no category 5253 and fails instead of saying so. This parser is right.",
  },
  "emvqr mastercardStatic": {
    differences: ["threw"],
    why: "The same with category 5045. This parser is right.",
  },
  "emvqr specStatic": {
    differences: ["threw"],
    why: "The same with category 1234, which the specification uses as an example. This parser is right.",
  },
}

const PAIRS = (["promptparse", "emvqr"] as const).flatMap((parser) =>
  SOUND_SAMPLES.map(([name, { payload }]) => [parser, name, payload] as const),
)

test.each(PAIRS)("%s reads %s like this parser, or is known to differ", (parser, name, payload) => {
  const known = DISAGREEMENTS[`${parser} ${name}`]
  expect(differences(parser, payload)).toEqual(known?.differences ?? [])
})

test("the EMVCo example settles who is right about the CRC", () => {
  const { payload } = SAMPLES.bestTransport
  expect(payload.endsWith(crc16(payload.slice(0, -4)))).toBe(true)
})

test("of a repeated amount one parser takes the first and one the last, so that this one takes neither", () => {
  const repeated = "00020152045812530336054011540125802ID5904TOKO6007JAKARTA6304"
  const text = repeated + crc16(repeated)
  expect(promptparse.parse(text, true)?.getTagValue("54")).toBe("1")
  expect(emvqrReading(text)["54"]).toBe("2")
  expect(parse(text)).toMatchObject({ ok: false, issues: [{ code: "duplicate-tag", path: "54" }] })
})
