import type { Words } from "../words/words.js"

/** What somebody did. Other tools have words of their own, which are shown as they are. */
export const verbWord = ({ acts }: Words, verb: string): string =>
  Object.entries(acts.verb).find(([known]) => known === verb)?.[1] ?? verb
