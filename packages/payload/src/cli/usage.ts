import { languageOf } from "./language.js"

const ENGLISH = `qris <command> [payload | file] [options]

Reads the payload from the argument, from a file (text, PNG, JPEG, WebP, GIF or BMP), or from standard input.

  decode      what the payload says, tag by tag
  validate    which rules it breaks          --profile emv | qris | qris-transfer
  dynamic     a static code with an amount   --amount 25000 [--reference ORDER-1]
                                             [--tip-fixed 1000 | --tip-percent 05.00] [--force]
  render      the QR code                    --format terminal | svg | png [-o file]
  scan        the QR codes of a picture
  standee     a static code for a counter    --paper A6 | A4 --format svg | pdf [-o file]

  --json      machine-readable output
  --lang      en (default) or id
  -h, --help  this text

Exit codes: 0 nothing is wrong; 1 the payload has errors, was refused, or none was found; 2 wrong use.`

const INDONESIAN = `qris <perintah> [payload | berkas] [opsi]

Membaca payload dari argumen, berkas (teks, PNG, JPEG, WebP, GIF atau BMP), atau masukan standar.

  decode      isi payload, tag demi tag
  validate    aturan yang dilanggar           --profile emv | qris | qris-transfer
  dynamic     kode statis dengan nominal      --amount 25000 [--reference ORDER-1]
                                              [--tip-fixed 1000 | --tip-percent 05.00] [--force]
  render      kode QR                         --format terminal | svg | png [-o berkas]
  scan        kode QR dalam gambar
  standee     kode statis untuk meja kasir    --paper A6 | A4 --format svg | pdf [-o berkas]

  --json      keluaran untuk mesin
  --lang      en (bawaan) atau id
  -h, --help  teks ini

Kode keluar: 0 tidak ada masalah; 1 payload salah, ditolak, atau tidak ditemukan; 2 cara pakai keliru.`

export const usage = (lang: string | undefined): string => ({ en: ENGLISH, id: INDONESIAN })[languageOf(lang)]
