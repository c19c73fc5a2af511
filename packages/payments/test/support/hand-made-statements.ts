import type { LineToImport, StatementToImport } from "../../src/index.js"

/** What a line says beside nothing: each test names what it is about. */
const SILENT: LineToImport = {
  key: undefined,
  content: "",
  feeVerdict: "unknown",
  row: 1,
  kind: "payment",
  channel: "qris",
  settled: undefined,
  pending: false,
  reversal: false,
  providerId: undefined,
  callbackId: undefined,
  reference: undefined,
  rrn: undefined,
  rrnRestored: false,
  mid: undefined,
  nmid: undefined,
  tid: undefined,
  account: undefined,
  batch: undefined,
  bankReference: undefined,
  originalId: undefined,
  part: undefined,
  paidAt: undefined,
  paidOn: undefined,
  settledOn: undefined,
  bookedOn: undefined,
  entryDate: undefined,
  valueDate: undefined,
  transactionsOf: undefined,
  gross: undefined,
  fee: undefined,
  tax: undefined,
  net: undefined,
  status: undefined,
  narrative: [],
  notes: [],
}

/** What a test says of a line. */
export type HandMadeLine = Partial<LineToImport> & { readonly key: string | undefined }

/** A file of such lines. Its name stands for its bytes. */
export interface HandMadeFile {
  readonly name: string
  readonly kind?: "acquirer" | "bank"
  /** The report that it is. Default: its kind. */
  readonly profile?: string
  readonly days?: readonly [from: string, until: string]
  readonly lines: ReadonlyArray<HandMadeLine>
}

/** A file of a reader of one's own, which says exactly this. */
export const handMade = ({
  name,
  kind = "acquirer",
  profile = kind,
  days,
  lines,
}: HandMadeFile): StatementToImport => ({
  async *[Symbol.asyncIterator]() {
    yield lines.map((line, index): LineToImport => {
      const said = { ...SILENT, ...line, row: index + 2 }
      return {
        ...said,
        content: JSON.stringify(
          [said.gross, said.fee, said.net, said.settled, said.settledOn, said.batch].map(String),
        ),
      }
    })
  },
  isRefusal: (_error): _error is never => false,
  summary: {
    profile: {
      id: profile,
      title: `A ${kind}'s file`,
      kind,
      coverage: kind === "bank" ? "booked" : "paid",
      keys: ["reference"],
    },
    file: { bytes: 1, sha256: name, rowsSha256: name, entry: undefined },
    lines: lines.length,
    totals: { gross: undefined, fee: undefined, tax: undefined, net: undefined },
    opening: undefined,
    closing: undefined,
    payouts: [],
    account: undefined,
    reportDate: undefined,
    period: days === undefined ? undefined : { from: days[0], until: days[1] },
    days: undefined,
    isComplete: true,
    incompleteBecause: [],
  },
})
