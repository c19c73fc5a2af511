/** A branch of the shop: its id is that of its account at every acquirer. */
export interface Branch {
  /** `toko-menteng`: in addresses of callbacks, in the books, and in the names of its variables. */
  readonly id: string
  /** What people call it. */
  readonly title: string
}

/** What branches may not be called: somebody else signs in under these names. */
export const RESERVED: ReadonlySet<string> = new Set(["shop", "owner"])

/** Those of a till that nobody set up, over the sandbox. */
export const PLAY_BRANCHES: ReadonlyArray<string> = ["toko-menteng", "toko-dago"]

/** `toko-menteng` is Toko Menteng. */
export const branchOf = (id: string): Branch => ({
  id,
  title: id.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => `${dash === "" ? "" : " "}${letter.toUpperCase()}`,
  ),
})

/** How a branch's variables begin: `TOKO_MENTENG_`. */
export const prefixOf = ({ id }: Branch): string => `${id.toUpperCase().replaceAll("-", "_")}_`
