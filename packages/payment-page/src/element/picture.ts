import { renderSvg } from "@qriskit/payload/render"

const WIDTH = 720
const SYMBOL = 600
const FONT = "system-ui, sans-serif"

/** What the picture shows besides the QR. */
export interface Captions {
  readonly merchant: string
  readonly amount: string
}

/** The dark modules as a path, and how many modules there are on a side. */
const symbolOf = (payload: string): { readonly path: Path2D; readonly side: number } => {
  const svg = new DOMParser().parseFromString(renderSvg(payload), "image/svg+xml").documentElement
  const side = Number(svg.getAttribute("viewBox")?.split(" ")[2])
  return { path: new Path2D(svg.querySelector("path:last-of-type")?.getAttribute("d") ?? ""), side }
}

/** A PNG for the photo gallery, from which a wallet on the same phone reads the QR. */
export const pictureOf = (payload: string, { merchant, amount }: Captions): Promise<Blob> => {
  const canvas = document.createElement("canvas")
  const { path, side } = symbolOf(payload)
  // Whole pixels a module: blurred edges read worse.
  const scale = Math.max(1, Math.floor(SYMBOL / side))
  const width = Math.max(WIDTH, side * scale)
  canvas.width = width
  canvas.height = side * scale + 260
  const context = canvas.getContext("2d")
  if (context === null) return Promise.reject(new Error("This browser draws no pictures."))
  context.fillStyle = "#fff"
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = "#000"
  context.textAlign = "center"
  context.font = `bold 34px ${FONT}`
  context.fillText("QRIS", width / 2, 56)
  context.font = `30px ${FONT}`
  context.fillText(merchant, width / 2, 108, width - 40)
  context.save()
  context.translate(Math.floor((width - side * scale) / 2), 130)
  context.scale(scale, scale)
  context.fill(path)
  context.restore()
  context.font = `bold 44px ${FONT}`
  context.fillText(amount, width / 2, 130 + side * scale + 70, width - 40)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("This browser draws no pictures.")) : resolve(blob)),
      "image/png",
    )
  })
}

/**
 * The picture that was saved last. No browser says when it has read one, and some ask the person first for as long as
 * they like: so one picture stays in memory, until the next one or the page's end.
 */
let saved: string | undefined

/** Hands a picture to the browser's downloads. */
export const download = (picture: Blob, name: string): void => {
  if (saved !== undefined) URL.revokeObjectURL(saved)
  saved = URL.createObjectURL(picture)
  const link = document.createElement("a")
  link.href = saved
  link.download = name
  link.click()
}
