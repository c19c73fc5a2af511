import { assetAddress } from "./assets.js"
import type { RefusalCode } from "./payments.js"

export type Language = "id" | "en"

const WORDS = {
  id: {
    title: "Pembayaran QRIS",
    noScript: "Halaman ini membutuhkan JavaScript.",
    languages: "Bahasa",
    not_found: "Tidak ada apa-apa di alamat ini. Periksa kembali tautannya, atau tanyakan kepada toko.",
    ended: "Halaman ini sudah berakhir. Tanyakan kepada toko.",
    method_not_allowed: "Halaman ini hanya dapat dibuka.",
    unavailable: "Pembayaran tidak dapat ditampilkan sekarang. Muat ulang halaman ini sebentar lagi.",
  },
  en: {
    title: "QRIS payment",
    noScript: "This page needs JavaScript.",
    languages: "Language",
    not_found: "There is nothing at this address. Look at the link again, or ask the shop.",
    ended: "This page has ended. Ask the shop.",
    method_not_allowed: "This page can only be opened.",
    unavailable: "The payment cannot be shown now. Load this page again in a moment.",
  },
} as const

const isLanguage = (text: string | null): text is Language => text === "id" || text === "en"

/** The chosen one, else the first that the browser names, else that of the shop. */
export const languageOf = (url: URL, headers: Headers, fallback: Language): Language => {
  const chosen = url.searchParams.get("lang")
  if (isLanguage(chosen)) return chosen
  const accepted = (headers.get("accept-language") ?? "").slice(0, 500).toLowerCase()
  const named = /(?:^|,)\s*(id|in|en)(?=[-,;\s]|$)/.exec(accepted)?.[1]
  if (named === undefined) return fallback
  return named === "en" ? "en" : "id"
}

const documentOf = (language: Language, head: string, main: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${WORDS[language].title}</title>
${head}
</head>
<body>
<main>
<h1>${WORDS[language].title}</h1>
${main}
</main>
</body>
</html>
`

const STYLED = `<link rel="stylesheet" href="${assetAddress("page.css")}">`

const languages = (language: Language): string => {
  const link = (to: Language, name: string): string =>
    to === language
      ? `<a href="?lang=${to}" lang="${to}" aria-current="true">${name}</a>`
      : `<a href="?lang=${to}" lang="${to}">${name}</a>`
  return `<nav aria-label="${WORDS[language].languages}">${link("id", "Bahasa Indonesia")} ${link("en", "English")}</nav>`
}

/** The page of an address. A token is of letters, digits, `-`, `_` and dots alone, so that it can stand as it is. */
export const pageOf = (language: Language, token: string): string =>
  documentOf(
    language,
    `${STYLED}\n<script type="module" src="${assetAddress("element.js")}"></script>`,
    `<qris-payment src="${token}/status" live="${token}/live"></qris-payment>
<noscript><p>${WORDS[language].noScript}</p></noscript>
${languages(language)}`,
  )

/** The page of an address that shows nothing. */
export const refusalPage = (language: Language, code: RefusalCode): string =>
  documentOf(language, STYLED, `<p role="alert">${WORDS[language][code]}</p>`)
