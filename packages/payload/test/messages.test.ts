import { expect, test } from "vitest"
import { parse, validate } from "../src/index.js"
import { ENGLISH } from "../src/messages/english.js"
import { sentence } from "../src/messages/index.js"
import { INDONESIAN } from "../src/messages/indonesian.js"
import { parsed } from "./parsed.js"
import { SAMPLES } from "./samples.js"

test("both languages say the same things about the same places", () => {
  const places = (sentences: Readonly<Record<string, string>>): unknown =>
    Object.fromEntries(
      Object.entries(sentences).map(([code, text]) => [code, [...new Set(text.match(/\{\w+\}/g))].sort()]),
    )
  expect(places(INDONESIAN)).toEqual(places(ENGLISH))
})

test("an issue is a sentence in English and in Indonesian", () => {
  const [issue] = validate(parsed(SAMPLES.wrongCrc.payload))
  if (issue === undefined) throw new Error("the sample has a wrong CRC")
  expect(sentence(issue, "en")).toBe(
    "The CRC says A79C, but the text gives 7F7A: it was changed or misread. Do not pay.",
  )
  expect(sentence(issue, "id")).toMatch(/^CRC tertulis A79C, tetapi hasil hitung 7F7A/)
})

test("text from a payload does not become a place to fill", () => {
  const result = parse("{allowed}")
  if (result.ok || result.issues[0] === undefined) throw new Error("that is no payload")
  expect(sentence({ ...result.issues[0], found: "{allowed}" }, "en")).toContain('"{allowed}"')
})
