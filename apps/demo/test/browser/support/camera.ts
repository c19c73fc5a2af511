import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { renderSvg } from "@qriskit/payload/render"

const WIDTH = 640
const HEIGHT = 480
const MODULE = 6

/** What Chromium plays as its camera's picture: a file that is read when a page opens the camera. */
export interface Camera {
  readonly flags: ReadonlyArray<string>
  /** Holds a QR before the camera. */
  show(payload: string): Promise<void>
  remove(): Promise<void>
}

/** Dark runs of modules in the drawing's path: where each begins, and how long it is. */
const darkRuns = (payload: string) =>
  [...renderSvg(payload).matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, length]) => ({
    x: Number(x) * MODULE,
    y: Number(y) * MODULE,
    length: Number(length) * MODULE,
  }))

/** One frame of a Y4M film: white, with the QR in black. */
const frame = (payload: string): Buffer => {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235)
  for (const { x, y, length } of darkRuns(payload)) {
    for (let row = y; row < y + MODULE; row += 1) luma.fill(16, row * WIDTH + x, row * WIDTH + x + length)
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  return Buffer.concat([Buffer.from("FRAME\n"), luma, colour])
}

export const openCamera = async (): Promise<Camera> => {
  const folder = await mkdtemp(join(tmpdir(), "qriskit-camera-"))
  const film = join(folder, "film.y4m")
  return {
    flags: [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ],
    show: (payload) =>
      writeFile(
        film,
        Buffer.concat([
          Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
          frame(payload),
          frame(payload),
        ]),
      ),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
