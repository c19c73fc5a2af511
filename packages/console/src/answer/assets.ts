import { createHash } from "node:crypto"
import script from "../browser/console.ts?browser"
import style from "../style/style.css?browser"
import { fileAnswer, textAnswer } from "./answer.js"
import { ICON } from "./icon.js"

const FILES = {
  "console.css": { content: style, type: "text/css; charset=utf-8" },
  "console.js": { content: script, type: "text/javascript; charset=utf-8" },
  "icon.svg": { content: ICON, type: "image/svg+xml" },
} as const

type File = keyof typeof FILES

const isFile = (page: string): page is File => Object.hasOwn(FILES, page)

const HASHES = new Map<string, string>()

/** Names a file's content: a browser that has it need not ask again, and never has an old one. */
export const hashOf = (file: File): string => {
  const known =
    HASHES.get(file) ?? createHash("sha256").update(FILES[file].content).digest("base64url").slice(0, 12)
  HASHES.set(file, known)
  return known
}

/** A file that pages load; `undefined` where the name is none. They hold nothing of anybody's. */
export const assetAnswer = (page: string): Response | undefined => {
  if (!isFile(page)) return undefined
  const { content, type } = FILES[page]
  return content === "" ? textAnswer("not built", 500) : fileAnswer(content, type)
}
