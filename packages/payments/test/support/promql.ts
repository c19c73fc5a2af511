import { parser } from "@prometheus-io/lezer-promql"

/** What an expression of PromQL asks for: the names of its metrics, each with the labels that it wants to be equal. */
export interface Asked {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
}

/** Reads an expression by Prometheus' own grammar. Throws where it is none. */
export const askedIn = (expression: string): ReadonlyArray<Asked> => {
  const asked: Array<{ metric: string; labels: Record<string, string> }> = []
  let label = ""
  parser.parse(expression).iterate({
    enter: ({ name, from, to }) => {
      const text = expression.slice(from, to)
      if (name === "⚠") throw new Error(`not PromQL at ${from}: ${expression}`)
      if (name === "VectorSelector") asked.push({ metric: "", labels: {} })
      const last = asked.at(-1)
      if (last === undefined) return
      if (name === "Identifier" && last.metric === "") last.metric = text
      if (name === "LabelName") label = text
      if (name === "StringLiteral") last.labels[label] = text.slice(1, -1)
    },
  })
  return asked
}
