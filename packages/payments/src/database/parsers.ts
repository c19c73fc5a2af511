/**
 * How what a database sends becomes values: the same for a server and for PGlite, and ours, whatever an application has
 * set for the whole process (`pg.types.setTypeParser`). A type that is not listed stays the text that
 * the database wrote.
 */
export type Parser = (text: string) => unknown

const asIs: Parser = (text) => text

const BOOLEAN: Parser = (text) => text === "t" || text === "true"

/**
 * The DateStyle that every connection asks for. Another one would swap days and months: it is refused, never guessed.
 */
const ISO_TIME =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?:([+-]\d\d)(?::?(\d\d))?(?::?\d\d)?)?( BC)?$/

const TIME: Parser = (text) => {
  if (text === "infinity" || text === "-infinity") return text
  const found = ISO_TIME.exec(text)
  const [, year = "", month, day, clock, fraction = "", hours = "+00", minutes = "00", era] = found ?? []
  if (found === null || era !== undefined)
    throw new Error("the database wrote a time in a form that is not ISO; its DateStyle was changed")
  const long = year.length > 4 ? `+${year.padStart(6, "0")}` : year
  return new Date(`${long}-${month}-${day}T${clock}${fraction.slice(0, 4)}${hours}:${minutes}`)
}

const BYTES: Parser = (text) => new Uint8Array(Buffer.from(text.slice(2), "hex"))

/** PostgreSQL's array literal: `{1,2,"a \"b\"",NULL,{3}}`, with bounds in front where they do not start at 1. */
const listOf =
  (element: Parser): Parser =>
  (text) => {
    let at = text.indexOf("{")
    const list = (): Array<unknown> => {
      const items: Array<unknown> = []
      at += 1
      while (text[at] !== "}") {
        if (at >= text.length) throw new Error("the database wrote a list that does not end")
        if (text[at] === ",") at += 1
        else if (text[at] === "{") items.push(list())
        else items.push(item())
      }
      at += 1
      return items
    }
    const item = (): unknown => {
      if (text[at] === '"') return element(quoted())
      const start = at
      while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1
      const plain = text.slice(start, at)
      return plain === "NULL" ? null : element(plain)
    }
    const quoted = (): string => {
      let read = ""
      for (at += 1; text[at] !== '"'; at += 1) {
        if (at >= text.length) throw new Error("the database wrote a text that does not end")
        if (text[at] === "\\") at += 1
        read += text[at]
      }
      at += 1
      return read
    }
    return list()
  }

const OID = {
  bool: [16, 1000],
  bytea: [17, 1001],
  int8: [20, 1016],
  int2: [21, 1005],
  int4: [23, 1007],
  text: [25, 1009],
  oid: [26, 1028],
  json: [114, 199],
  float4: [700, 1021],
  float8: [701, 1022],
  bpchar: [1042, 1014],
  varchar: [1043, 1015],
  date: [1082, 1182],
  time: [1083, 1183],
  timestamp: [1114, 1115],
  timestamptz: [1184, 1185],
  interval: [1186, 1187],
  timetz: [1266, 1270],
  numeric: [1700, 1231],
  uuid: [2950, 2951],
  jsonb: [3802, 3807],
} as const

/**
 * What is wider than a number (`bigint`, `numeric`) stays text, so that nothing is rounded; a date has no
 * zone and stays text.
 */
const SCALARS: Readonly<Record<keyof typeof OID, Parser>> = {
  bool: BOOLEAN,
  bytea: BYTES,
  int8: asIs,
  int2: Number,
  int4: Number,
  text: asIs,
  oid: Number,
  json: JSON.parse,
  float4: Number,
  float8: Number,
  bpchar: asIs,
  varchar: asIs,
  date: asIs,
  time: asIs,
  timestamp: TIME,
  timestamptz: TIME,
  interval: asIs,
  timetz: asIs,
  numeric: asIs,
  uuid: asIs,
  jsonb: JSON.parse,
}

const tableOf = (scalars: Readonly<Record<string, Parser>>): ReadonlyMap<number, Parser> =>
  new Map(
    Object.entries(OID).flatMap(([name, [oid, listOid]]) => {
      const parser = scalars[name] ?? asIs
      return [[oid, parser] as const, [listOid, listOf(parser)] as const]
    }),
  )

/** For everybody: times are `Date`. */
export const PARSERS = tableOf(SCALARS)

/** For query builders, which read times themselves. */
export const PARSERS_OF_BUILDERS = tableOf({ ...SCALARS, timestamp: asIs, timestamptz: asIs })

/** A set of parsers as node-postgres takes them. */
export const asTypes = (parsers: ReadonlyMap<number, Parser>) => ({
  getTypeParser: (oid: number): Parser => parsers.get(oid) ?? asIs,
})

/** A set of parsers as PGlite takes them. What is not listed it parses by itself: see `unlisted`. */
export const asPgliteParsers = (parsers: ReadonlyMap<number, Parser>): Record<number, Parser> =>
  Object.fromEntries(parsers)
