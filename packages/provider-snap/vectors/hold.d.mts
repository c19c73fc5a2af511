/** What is wrong with a vector; empty where it holds. */
export declare const complaintsOf: (
  vector: object,
  keys: Readonly<Record<string, object>>,
) => ReadonlyArray<string>
