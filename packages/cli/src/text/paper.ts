import { styleText } from "node:util"

/** What an answer is written on: how wide it is, and whether it shows colours. */
export interface Paper {
  /** Characters; unbounded where nobody looks at a screen. */
  readonly width: number
  readonly hasColours: boolean
}

/** Without width or colours: for files, pipes and whoever reads text as text. */
export const PLAIN: Paper = { width: Number.POSITIVE_INFINITY, hasColours: false }

export type Tone = "good" | "bad" | "waiting" | "quiet" | "title"

const STYLE = {
  good: "green",
  bad: "red",
  waiting: "yellow",
  quiet: "dim",
  title: "bold",
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>

/** Text in a tone, where the paper has colours. */
export const toned = ({ hasColours }: Paper, tone: Tone | undefined, text: string): string =>
  hasColours && tone !== undefined ? styleText(STYLE[tone], text, { validateStream: false }) : text

const TONE: Readonly<Record<string, Tone>> = {
  paid: "good",
  succeeded: "good",
  done: "good",
  pending: "waiting",
  creating: "waiting",
  unknown: "waiting",
  requested: "waiting",
  refund_pending: "waiting",
  under_review: "bad",
  failed: "bad",
  refused: "bad",
  forged: "bad",
  malformed: "bad",
}

/** The tone of a word for a state. */
export const toneOf = (word: string): Tone | undefined => TONE[word]
