/** One line of a metric: its labels, and its value. `suffix` tells the parts of a histogram apart. */
export interface Sample {
  readonly suffix?: "_bucket" | "_sum" | "_count"
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A metric with all its lines. */
export interface Family {
  readonly name: string
  readonly type: "counter" | "gauge" | "histogram"
  readonly help: string
  readonly samples: ReadonlyArray<Sample>
}

const escapedHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")

const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', '\\"')

const written = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? "+Inf" : value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value)

const labelled = (labels: Sample["labels"]): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapedLabel(value)}"`)
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`
}

/** Writes metrics in Prometheus' text format, version 0.0.4. */
export const exposition = (families: ReadonlyArray<Family>): string =>
  families
    .map(({ name, type, help, samples }) =>
      [
        `# HELP ${name} ${escapedHelp(help)}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(
          ({ suffix = "", labels, value }) => `${name}${suffix}${labelled(labels)} ${written(value)}`,
        ),
        "",
      ].join("\n"),
    )
    .join("")

/** How an upper bound of a histogram is written as a label. */
export const bound = (value: number): string => written(value)
