import { scanRGBABuffer } from "@undecaf/zbar-wasm"
import jsqr from "jsqr"
import { type PixelImage, scan } from "../src/scan/index.js"

/** Reads the one QR code of an image, or nothing. */
export type Decoder = (image: PixelImage) => Promise<string | undefined>

/** Three decoders that share no code: ZXing in C++ (this package's own), ZBar in C, jsQR in JavaScript. */
export const DECODERS: Readonly<Record<"zxing" | "zbar" | "jsqr", Decoder>> = {
  zxing: async (image) => (await scan(image))[0]?.text,
  zbar: async ({ data, width, height }) => {
    const [code] = await scanRGBABuffer(Uint8Array.from(data).buffer, width, height)
    return code?.decode("utf-8")
  },
  jsqr: async ({ data, width, height }) => jsqr.default(data, width, height)?.data,
}
