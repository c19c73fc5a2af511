/** One way to make a signed POST and read its JSON. */
export interface Contestant {
  readonly name: string
  readonly isOurs: boolean
  /** The name of the SDK that does the same call to the same server, where there is one. */
  readonly beside?: string
  /** What it may add at the median, in microseconds, and to which raw call. Default: 25 to the first of the table. */
  readonly goal?: { readonly over: string; readonly within: number } | "none"
  call(): Promise<unknown>
}
