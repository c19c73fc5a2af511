import { createHash } from "node:crypto"
import script from "../element.ts?browser"
import { fileAnswer } from "./answer.js"

const STYLE = `:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#f5f3ee, #14171a); color: light-dark(#1b2420, #eceeea);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.1rem; text-align: center; margin: .5rem 0 1rem; }
nav { text-align: center; margin-top: 1rem; }
a { color: inherit; display: inline-block; padding: .5rem; }
`

const FILES = {
  "element.js": { content: script, type: "text/javascript; charset=utf-8" },
  "page.css": { content: STYLE, type: "text/css; charset=utf-8" },
} as const

type File = keyof typeof FILES

const hashOf = (content: string): string =>
  createHash("sha256").update(content).digest("base64url").slice(0, 12)

const HASHES: Readonly<Record<File, string>> = {
  "element.js": hashOf(script),
  "page.css": hashOf(STYLE),
}

const isFile = (name: string): name is File => Object.hasOwn(FILES, name)

/** A file's address, seen from a page: it names its content. */
export const assetAddress = (file: File): string => `${file}?v=${HASHES[file]}`

/** A file that pages load; `undefined` where the name is none. They hold nothing of anybody's. */
export const assetAnswer = (name: string, version: string | null): Response | undefined => {
  if (!isFile(name)) return undefined
  const { content, type } = FILES[name]
  return fileAnswer(content, type, version === HASHES[name])
}
