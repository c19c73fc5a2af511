import type * as Metric from "effect/Metric"
import { bound, type Family, type Sample } from "./exposition.js"

/** Ours; the host's own metrics of Effect are its own matter. */
const PREFIX = "qriskit_"

type Snapshot = Metric.Metric.Snapshot

const samplesOf = (snapshot: Snapshot): ReadonlyArray<Sample> => {
  const labels = { ...snapshot.attributes }
  switch (snapshot.type) {
    case "Counter":
      return [{ labels, value: Number(snapshot.state.count) }]
    case "Gauge":
      return [{ labels, value: Number(snapshot.state.value) }]
    case "Histogram": {
      const { buckets, count, sum } = snapshot.state
      const below = buckets.filter(([le]) => Number.isFinite(le))
      return [
        ...below.map(([le, value]) => ({
          suffix: "_bucket" as const,
          labels: { ...labels, le: bound(le) },
          value,
        })),
        { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
        { suffix: "_sum", labels, value: sum },
        { suffix: "_count", labels, value: count },
      ]
    }
    default:
      return []
  }
}

const TYPES: Readonly<Partial<Record<Snapshot["type"], Family["type"]>>> = {
  Counter: "counter",
  Gauge: "gauge",
  Histogram: "histogram",
}

/** What Effect's registry holds of ours, as Prometheus knows it: a counter's name ends in `_total`. */
export const familiesOf = (snapshots: ReadonlyArray<Snapshot>): ReadonlyArray<Family> => {
  const families = new Map<string, Family>()
  for (const snapshot of snapshots) {
    const type = TYPES[snapshot.type]
    if (type === undefined || !snapshot.id.startsWith(PREFIX)) continue
    const name = type === "counter" ? `${snapshot.id}_total` : snapshot.id
    const known = families.get(name)
    families.set(name, {
      name,
      type,
      help: snapshot.description ?? name,
      samples: [...(known?.samples ?? []), ...samplesOf(snapshot)],
    })
  }
  return [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
