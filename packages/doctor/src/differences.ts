import type { Exchange } from "./exchange.js"
import { type Shape, shapeOf } from "./shape.js"

const named = ({ method, path }: Exchange): string => `${method} …/${path}`

/** What says nothing about how an answer is read: an id may have any form, and a text may be empty. */
const isLoose = (form: string): boolean => /^(a text|an empty text|a UUID|digits, in quotes)$/.test(form)

const differs = (form: string, reading: string): boolean =>
  form !== reading && !(isLoose(form) && isLoose(reading))

const ofShapes = (call: string, real: Shape, reading: Shape): ReadonlyArray<string> => [
  ...[...real]
    .filter(([path]) => !reading.has(path))
    .map(([path, form]) => `The answer to ${call} has \`${path}\` (${form}), which we do not read.`),
  ...[...reading]
    .filter(([path]) => !real.has(path))
    .map(([path, form]) => `The answer to ${call} lacks \`${path}\`, where we expect ${form}.`),
  ...[...real].flatMap(([path, form]) => {
    const expected = reading.get(path)
    return expected !== undefined && differs(form, expected)
      ? [`In the answer to ${call}, \`${path}\` is ${form}, where we expect ${expected}.`]
      : []
  }),
]

const ofOne = (real: Exchange, reading: Exchange): ReadonlyArray<string> => {
  const call = named(real)
  const envelope = [
    ...(real.status === reading.status
      ? []
      : [`${call} is answered with HTTP ${real.status}, where we expect ${reading.status}.`]),
    ...(real.contentType === reading.contentType
      ? []
      : [`The answer to ${call} is of type ${real.contentType}, where we expect ${reading.contentType}.`]),
  ]
  return [...envelope, ...ofShapes(call, shapeOf(real.body), shapeOf(reading.body))]
}

/**
 * How an acquirer's answers differ from those of our reading to the same calls, a sentence each. Calls are matched by
 * their path, in their order; one that has no match is a sentence too.
 */
export const differencesOf = (
  real: ReadonlyArray<Exchange>,
  reading: ReadonlyArray<Exchange>,
): ReadonlyArray<string> => {
  const left = [...reading]
  return real.flatMap((exchange) => {
    const at = left.findIndex(({ method, path }) => method === exchange.method && path === exchange.path)
    const [match] = at < 0 ? [] : left.splice(at, 1)
    return match === undefined ? [] : ofOne(exchange, match)
  })
}
