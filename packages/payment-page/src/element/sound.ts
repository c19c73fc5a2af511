/** The two notes of a bell, in hertz. */
const NOTES = [880, 1_318.5]
const SECONDS = 0.35

/** A bell. Browsers let a page make a sound only after somebody touched it. */
export class Sound {
  #context: AudioContext | undefined

  /** To be called while somebody touches or types. */
  unlock(): void {
    if (typeof AudioContext === "undefined") return
    this.#context ??= new AudioContext()
    if (this.#context.state === "suspended") this.#context.resume().catch(() => {})
  }

  /** Silent where nobody has touched the page. */
  ring(): void {
    const context = this.#context
    if (context === undefined || context.state !== "running") return
    NOTES.forEach((frequency, index) => {
      const start = context.currentTime + index * 0.18
      const note = context.createOscillator()
      const gain = context.createGain()
      note.frequency.value = frequency
      gain.gain.setValueAtTime(0.25, start)
      gain.gain.exponentialRampToValueAtTime(0.001, start + SECONDS)
      note.connect(gain).connect(context.destination)
      note.start(start)
      note.stop(start + SECONDS)
    })
  }

  close(): void {
    this.#context?.close().catch(() => {})
    this.#context = undefined
  }
}
