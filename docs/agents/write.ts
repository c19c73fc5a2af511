// Writes what programs read into the site: `llms.txt`, and a skill for coding assistants.
//
//   node agents/write.ts

import { mkdirSync, writeFileSync } from "node:fs"
import { guide } from "../.vitepress/sidebar.ts"
import { llmsText } from "./llms.ts"
import { skillText } from "./skill.ts"

const PUBLIC = new URL("../public/", import.meta.url)
const SKILL = new URL("skills/qriskit/", PUBLIC)

mkdirSync(SKILL, { recursive: true })
writeFileSync(new URL("llms.txt", PUBLIC), llmsText(guide()))
writeFileSync(new URL("SKILL.md", SKILL), skillText())
