/** The pieces that the console's pages are made of, for pages of yours beside it. */
export { Html, html, type Part, trusted } from "./html/html.js"
export { rupiah } from "./html/money.js"
export { statusBadge, type Tone } from "./html/status-badge.js"
export { clock, dayOf, endOfDay, moment, startOfDay } from "./html/time.js"
export { LANGUAGES, type Language } from "./words/language.js"
export { WORDS, type Words } from "./words/words.js"
