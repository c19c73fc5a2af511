import { defineConfig } from "vitepress"
import { english, indonesian } from "./languages.ts"

export default defineConfig({
  title: "qriskit",
  description: "QRIS payments in TypeScript, through any acquirer, with one typed contract.",
  cleanUrls: true,
  rewrites: { "decisions/README.md": "decisions/index.md" },
  // Read by the checker, or tools of the house: no pages.
  srcExclude: ["agents/**", "examples/**", "presets/**", "public/**", "test/**", "README.md"],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/mark.svg" }]],
  // The index of the local search is one file.
  vite: { build: { chunkSizeWarningLimit: 3_000 } },
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  locales: { root: english(), id: indonesian() },
  themeConfig: {
    logo: "/mark.svg",
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        locales: {
          id: {
            translations: {
              button: { buttonText: "Cari", buttonAriaLabel: "Cari" },
              modal: {
                displayDetails: "Tampilkan rincian",
                resetButtonTitle: "Hapus pencarian",
                backButtonTitle: "Tutup pencarian",
                noResultsText: "Tidak ada hasil untuk",
                footer: { selectText: "pilih", navigateText: "pindah", closeText: "tutup" },
              },
            },
          },
        },
      },
    },
  },
})
