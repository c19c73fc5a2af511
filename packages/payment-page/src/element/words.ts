import type { PublicStatus } from "../facts.js"

/** What the element says in one language. */
export interface Words {
  readonly status: Readonly<Record<PublicStatus, string>>
  readonly what: Readonly<Record<PublicStatus, string>>
  /** Instead, where the QR names no amount. */
  readonly typeAmount: (amount: string) => string
  readonly timeOver: string
  readonly timeOverWhat: string
  readonly ended: string
  readonly loading: string
  readonly timeLeft: string
  readonly qrFor: (merchant: string, amount: string) => string
  readonly save: string
  readonly soundOn: string
  readonly soundOff: string
  readonly lost: string
}

const english: Words = {
  status: {
    preparing: "One moment",
    pending: "Waiting for your payment",
    paid: "Paid",
    expired: "The time is over",
    canceled: "Canceled",
    failed: "That did not work",
    refunded: "Refunded",
    under_review: "The shop is checking your payment",
  },
  what: {
    preparing: "The QR is being made.",
    pending: "Scan the QR with any bank's app or wallet.",
    paid: "Thank you. The shop has been told.",
    expired: "Do not pay this QR any more. Ask the shop for a new one.",
    canceled: "Do not pay this QR any more.",
    failed: "There is nothing to pay here. Ask the shop for a new QR.",
    refunded: "The money went back.",
    under_review: "Do not pay again. Ask the shop.",
  },
  typeAmount: (amount) => `Scan the QR with any bank's app or wallet, and type ${amount} there.`,
  timeOver: "The time is over",
  timeOverWhat: "Do not pay this QR any more. If you have paid just now, wait here: it will be shown.",
  ended: "This page has ended. Ask the shop.",
  loading: "Loading",
  timeLeft: "Time left",
  qrFor: (merchant, amount) => `QRIS of ${merchant === "" ? "the shop" : merchant}, ${amount}`,
  save: "Save the picture",
  soundOn: "Sound: on",
  soundOff: "Sound: off",
  lost: "Connection lost, trying again",
}

const indonesian: Words = {
  status: {
    preparing: "Mohon tunggu",
    pending: "Menunggu pembayaran Anda",
    paid: "Lunas",
    expired: "Waktu habis",
    canceled: "Dibatalkan",
    failed: "Tidak berhasil",
    refunded: "Dana dikembalikan",
    under_review: "Pembayaran Anda sedang diperiksa toko",
  },
  what: {
    preparing: "QR sedang dibuat.",
    pending: "Pindai QR dengan aplikasi bank atau dompet digital apa pun.",
    paid: "Terima kasih. Toko sudah diberi tahu.",
    expired: "Jangan bayar QR ini lagi. Mintalah QR baru kepada toko.",
    canceled: "Jangan bayar QR ini lagi.",
    failed: "Tidak ada yang perlu dibayar di sini. Mintalah QR baru kepada toko.",
    refunded: "Uang telah dikembalikan.",
    under_review: "Jangan membayar lagi. Tanyakan kepada toko.",
  },
  typeAmount: (amount) =>
    `Pindai QR dengan aplikasi bank atau dompet digital apa pun, lalu ketik ${amount} di sana.`,
  timeOver: "Waktu habis",
  timeOverWhat: "Jangan bayar QR ini lagi. Jika baru saja membayar, tunggu di sini: hasilnya akan tampil.",
  ended: "Halaman ini sudah berakhir. Tanyakan kepada toko.",
  loading: "Memuat",
  timeLeft: "Sisa waktu",
  qrFor: (merchant, amount) => `QRIS ${merchant === "" ? "toko" : merchant}, ${amount}`,
  save: "Simpan gambar",
  soundOn: "Suara: nyala",
  soundOff: "Suara: mati",
  lost: "Koneksi terputus, mencoba lagi",
}

/** Indonesian, unless a language is given that is English. */
export const wordsIn = (language: string): Words =>
  language.toLowerCase().split("-")[0] === "en" ? english : indonesian

/** 25000 as Rp 25.000. */
export const rupiah = (amount: number): string => `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`
