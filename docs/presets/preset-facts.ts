/** What a page says of an acquirer that its preset does not hold. Each fact carries its evidence mark. */
export interface PresetFacts {
  /** What it opens, and how far it may be relied on. */
  readonly standing: string
  /** What each setting of the profile is. */
  readonly settings: Readonly<Record<string, string>>
  /** What to ask besides, and what depends on the answer. */
  readonly questions: ReadonlyArray<{ readonly ask: string; readonly decides: string }>
  /** How the preset is changed where an answer differs: TypeScript, compiled with the other examples. */
  readonly variant?: { readonly when: string; readonly code: string }
  /** What to mind when money moves. */
  readonly mind: ReadonlyArray<string>
  /** What is known of its callbacks beyond their recipe. */
  readonly callbacks: ReadonlyArray<string>
  /** What documents, code and integrations say differently, or do not say. */
  readonly open: ReadonlyArray<string>
  /** Further fields of the example's request. */
  readonly request?: string
}
