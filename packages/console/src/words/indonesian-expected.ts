import type { Words } from "./sentences.js"

/** Words about orders on printed QRs, in Indonesian. */
export const indonesianExpected: Pick<Words, "expected" | "arrival" | "wrongArrival"> = {
  expected: {
    title: "Ditunggu di QR cetak",
    hint: "Pesanan yang dibayar lewat QR di meja kasir. Hanya nominalnya yang membedakan.",
    show: {
      open: "Terbuka",
      late: "Berakhir tanpa uang",
      arrived: "Uang diterima",
      claims: "Klaim yang mungkin miliknya",
    },
    what: {
      open: "Pelanggan diminta membayar tepat sebesar ini.",
      late: "Waktunya habis, atau dibatalkan seseorang. Uang yang datang terlambat masih dikenali sebagai miliknya selama nominalnya belum dilepas.",
      arrived:
        "Menurut callback bertanda tangan, jawaban acquirer, laporan, atau seseorang: linimasa mencatat yang mana.",
      claims:
        "Tidak ada yang menandatangani bahwa uang ini diterima, atau uang ini cocok dengan beberapa pesanan. Periksa aplikasi acquirer, lalu terima di pesanan yang dimaksud.",
    },
    none: "Tidak ada pesanan seperti itu.",
    noClaims: "Tidak ada klaim yang menunggu seseorang.",
    told: "Siapa yang memberi tahu",
    untold: "tidak ada: laporan dan orang",
    until: "Harus dibayar sebelum",
    exact: "ya, tepat sebesar ini",
    surplus: (amount) => `${amount} di antaranya di atas nominal pesanan sendiri`,
    candidates: "Mungkin uang dari",
    ambiguous: (orders) => `cocok dengan ${orders} pesanan`,
  },
  arrival: {
    accept: "Uangnya sudah masuk",
    what: "Pesanan menjadi lunas atas keterangan Anda, dan handler Anda dijalankan. Periksa dulu aplikasi acquirer atau bank.",
    claim: "Berdasarkan klaim",
    elsewhere: "tidak ada: terlihat di tempat lain",
    alsoFits: (others) => `cocok juga dengan ${others} pesanan lain`,
    amount: "Yang diterima",
    amountHint: (asked) => `Rupiah bulat. Jika kosong: menurut klaim, atau ${asked} yang diminta.`,
    at: "Kapan masuknya",
    atHint: "Waktu Jakarta. Jika kosong: menurut klaim, atau sekarang.",
    yes: "Ya, sudah masuk",
  },
  wrongArrival: {
    claim: "Pilih salah satu klaim, atau tidak sama sekali.",
    amount: "Nominal bukan rupiah bulat. Tulis 25000 atau 25.000.",
    at: "Itu bukan waktu, atau belum terjadi.",
  },
}
