/** Says what this package without types gives. */
declare module "parse-prometheus-text-format" {
  interface Line {
    readonly value?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  interface Family {
    readonly name: string
    readonly type: "COUNTER" | "GAUGE" | "HISTOGRAM" | "SUMMARY" | "UNTYPED"
    readonly metrics: ReadonlyArray<Line>
  }
  export default function parsePrometheus(text: string): ReadonlyArray<Family>
}
