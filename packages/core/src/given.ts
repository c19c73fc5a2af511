/**
 * Options as a caller without types gives them: what is `null` was not given, and so are options that are
 * `null` altogether.
 */
export const given = <Options extends object>(options: Options | null | undefined): Options => {
  // Options of which none must be given.
  const fields = options ?? ({} as Options)
  if (!Object.values(fields).includes(null)) return fields
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Options
}
