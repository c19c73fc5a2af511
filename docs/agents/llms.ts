import { pageText, summaryOf } from "./page.ts"

/** An entry of the guide's sidebar. */
export interface Entry {
  readonly text?: string
  readonly link?: string
  readonly items?: ReadonlyArray<Entry>
}

const linesOf = ({ text = "", link, items = [] }: Entry): ReadonlyArray<string> => [
  ...(link === undefined ? [] : [`- [${text}](${link}): ${summaryOf(pageText(link))}`]),
  ...items.flatMap(linesOf),
]

/** The guide as a list for programs that read: every page of the sidebar, with what it is about. */
export const llmsText = (sidebar: ReadonlyArray<Entry>): string =>
  [
    "# qriskit",
    "> QRIS payments in Indonesia, in TypeScript: one typed contract over many acquirers, durable records, refunds, NestJS, a sandbox.",
    ...sidebar.map(({ text = "", ...entry }) => `## ${text}\n\n${linesOf(entry).join("\n")}`),
  ]
    .join("\n\n")
    .concat("\n")
