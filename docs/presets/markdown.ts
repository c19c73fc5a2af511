/** A table, or nothing where there are no rows. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  rows.length === 0
    ? ""
    : [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")

/** A list, or nothing. */
export const list = (items: ReadonlyArray<string>): string => items.map((item) => `- ${item}`).join("\n")

export const block = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``

export const code = (text: string): string => `\`${text}\``

/** A section, or nothing where it says nothing. */
export const section = (title: string, ...parts: ReadonlyArray<string>): string => {
  const said = parts.filter((part) => part !== "")
  return said.length === 0 ? "" : [`## ${title}`, ...said].join("\n\n")
}

/** A page from its parts. */
export const page = (...parts: ReadonlyArray<string>): string =>
  `${parts.filter((part) => part !== "").join("\n\n")}\n`

export const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
