import type { DefaultTheme, LocaleSpecificConfig } from "vitepress"
import { api, guide, panduan } from "./sidebar.ts"

type Language = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link?: string }

export const english = (): Language => ({
  label: "English",
  lang: "en",
  themeConfig: {
    nav: [
      { text: "Guide", link: "/start", activeMatch: "^/(?!api|id|operations|security|threat-model)" },
      { text: "Operate", link: "/operations/", activeMatch: "^/(operations|security|threat-model)" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
    ],
    sidebar: { "/api/": api(), "/": guide() },
  },
})

export const indonesian = (): Language => ({
  label: "Bahasa Indonesia",
  lang: "id",
  link: "/id/",
  description: "Pembayaran QRIS di TypeScript, lewat acquirer mana pun, dengan satu kontrak bertipe.",
  themeConfig: {
    nav: [
      { text: "Panduan", link: "/id/start" },
      { text: "Operasional (Inggris)", link: "/operations/" },
      { text: "API (Inggris)", link: "/api/" },
    ],
    sidebar: { "/id/": panduan },
    outline: { level: [2, 3], label: "Di halaman ini" },
    docFooter: { prev: "Sebelumnya", next: "Berikutnya" },
    langMenuLabel: "Ganti bahasa",
    returnToTopLabel: "Kembali ke atas",
    sidebarMenuLabel: "Menu",
    darkModeSwitchLabel: "Tampilan",
    lightModeSwitchTitle: "Pakai tema terang",
    darkModeSwitchTitle: "Pakai tema gelap",
    skipToContentLabel: "Lewati ke isi",
    notFound: {
      title: "HALAMAN TIDAK DITEMUKAN",
      quote: "Alamat ini tidak menunjuk ke halaman mana pun.",
      linkLabel: "ke beranda",
      linkText: "Ke beranda",
    },
  },
})
