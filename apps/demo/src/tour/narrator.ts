import { styleText } from "node:util"

/** Where a tour's lines go. */
export type WriteLine = (line: string) => void

/** A step that did not come out as it must. Ends the chapter it is in, and the tour fails. */
export class Unexpected extends Error {
  override readonly name = "Unexpected"
}

/** Tells what happens, and keeps count of what came out wrong. */
export interface Narrator {
  /** Runs one chapter. A failure is told, and the next chapter still runs. */
  chapter(title: string, run: () => Promise<void>): Promise<void>
  /** One thing that happened. */
  tell(who: string, what: string): void
  /** Lines that belong to the last thing told, such as a QR. */
  show(block: string): void
  /** A fact that must hold: told when it does, ends the chapter when it does not. */
  check(holds: boolean, what: string): void
  /** Tells the result. Whether every chapter came out as it must. */
  end(): boolean
}

export const makeNarrator = (write: WriteLine): Narrator => {
  let chapters = 0
  const failed: Array<string> = []
  return {
    async chapter(title, run) {
      chapters += 1
      write("")
      write(styleText("bold", `${chapters}  ${title}`))
      try {
        await run()
      } catch (error) {
        failed.push(title)
        write(styleText("red", `   ✗ ${error instanceof Error ? error.message : String(error)}`))
        if (!(error instanceof Unexpected) && error instanceof Error && error.stack) write(error.stack)
      }
    },
    tell: (who, what) => write(`   ${styleText("cyan", who.padEnd(9))} ${what}`),
    show: (block) => {
      for (const line of block.trimEnd().split("\n")) write(`     ${line}`)
    },
    check(holds, what) {
      if (!holds) throw new Unexpected(`it does not hold: ${what}`)
      write(`   ${styleText("green", "✓")} ${what}`)
    },
    end: () => {
      write("")
      write(
        failed.length === 0
          ? styleText("green", `All ${chapters} chapters came out as they must.`)
          : styleText("red", `${failed.length} of ${chapters} chapters failed: ${failed.join("; ")}.`),
      )
      return failed.length === 0
    },
  }
}
