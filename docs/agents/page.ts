import { existsSync, readFileSync } from "node:fs"

const DOCS = new URL("../", import.meta.url)

/** The file behind a link of the guide. */
const fileOf = (link: string): URL => {
  const name = link.replace(/^\//, "")
  const candidates = [`${name}.md`, `${name}index.md`, `${name}README.md`]
  const file = candidates.map((candidate) => new URL(candidate, DOCS)).find((url) => existsSync(url))
  if (file === undefined) throw new Error(`The guide has no page ${link}`)
  return file
}

const INCLUDE = /^<!--@include: ([^#\s]+?)(#.*)?-->$/m

/** The text of a page; a manual is the README that it includes. */
export const pageText = (link: string): string => {
  const file = fileOf(link)
  const text = readFileSync(file, "utf8").replace(/^---\n.*?\n---\n/s, "")
  const [, source = ""] = text.trimStart().startsWith("# ") ? [] : (INCLUDE.exec(text) ?? [])
  return source === "" ? text : readFileSync(new URL(source, file), "utf8")
}

/** The first sentences of a page, on one line. */
export const summaryOf = (text: string): string => {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => paragraph.trim())
  const isProse = (paragraph: string) => /^[\p{L}`*[]/u.test(paragraph)
  const [first = ""] = paragraphs.filter(isProse)
  return first.replaceAll(/\s+/g, " ").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
}

/** A section of a page, with its heading and what is below it. */
export const sectionOf = (text: string, heading: string): string => {
  const lines = text.split("\n")
  const from = lines.findIndex((line) => line.replace(/ \{#.*\}$/, "") === `## ${heading}`)
  if (from === -1) throw new Error(`There is no section "${heading}"`)
  let isCode = false
  const length = lines.slice(from + 1).findIndex((line) => {
    if (line.startsWith("```")) isCode = !isCode
    return !isCode && line.startsWith("## ")
  })
  return lines
    .slice(from, length === -1 ? undefined : from + 1 + length)
    .join("\n")
    .trim()
}
