import type { PixelImage } from "@qriskit/payload/scan"
import { element } from "./element.js"

// Finds a QR in a picture or under the camera, and reads it on the phone. The scanner is fetched when it is needed.

const place = element("#scanner", HTMLElement)
const start = element("#start", HTMLButtonElement)
const video = element("#camera", HTMLVideoElement)
const picture = element("#picture", HTMLInputElement)
const problem = element("#problem", HTMLElement)
const pasted = element("#qr", HTMLTextAreaElement)

/** How often the camera's picture is looked at, in milliseconds. */
const LOOK = 300

const say = (text: string | undefined): void => {
  if (problem === undefined) return
  problem.hidden = text === undefined
  problem.textContent = text ?? ""
}

const read = (text: string): void => {
  location.href = `/phone?qr=${encodeURIComponent(text)}`
}

const scanner = async () => {
  const { scan } = await import("@qriskit/payload/scan")
  const wasm = new URL(place?.dataset["wasm"] ?? "", location.href)
  return async (image: Uint8Array | PixelImage): Promise<string | undefined> =>
    (await scan(image, { wasm }))[0]?.text
}

const lookAt = async (file: Blob): Promise<void> => {
  say(undefined)
  const look = await scanner()
  const text = await look(new Uint8Array(await file.arrayBuffer())).catch(() => undefined)
  if (text === undefined) say(place?.dataset["none"])
  else read(text)
}

/** What the camera sees now, as plain pixels. */
const frame = (from: HTMLVideoElement, canvas: HTMLCanvasElement): PixelImage | undefined => {
  canvas.width = from.videoWidth
  canvas.height = from.videoHeight
  if (canvas.width === 0) return undefined
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(from, 0, 0)
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { data, width, height }
}

const watch = async (from: HTMLVideoElement, stream: MediaStream): Promise<void> => {
  const look = await scanner()
  const canvas = document.createElement("canvas")
  while (stream.active) {
    const pixels = frame(from, canvas)
    const text = pixels && (await look(pixels))
    if (text !== undefined) return read(text)
    await new Promise((resolve) => setTimeout(resolve, LOOK))
  }
}

const openCamera = async (button: HTMLButtonElement, into: HTMLVideoElement): Promise<void> => {
  say(undefined)
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
  const label = button.textContent
  into.srcObject = stream
  into.hidden = false
  button.textContent = button.dataset["stop"] ?? ""
  button.onclick = () => {
    for (const track of stream.getTracks()) track.stop()
    into.hidden = true
    button.textContent = label
    offerCamera(button, into)
  }
  await into.play()
  await watch(into, stream)
}

const offerCamera = (button: HTMLButtonElement, into: HTMLVideoElement): void => {
  button.hidden = false
  button.onclick = () => {
    openCamera(button, into).catch(() => say(place?.dataset["noCamera"]))
  }
}

if (start !== undefined && video !== undefined && "mediaDevices" in navigator) offerCamera(start, video)

picture?.addEventListener("change", () => {
  const file = picture.files?.[0]
  if (file !== undefined) lookAt(file).catch(() => say(place?.dataset["none"]))
})

pasted?.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"))
  if (file === undefined) return
  event.preventDefault()
  lookAt(file).catch(() => say(place?.dataset["none"]))
})
