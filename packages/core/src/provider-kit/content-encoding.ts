/** How bytes were packed, fit for a message: `gzip`, `br`. `undefined` where they were not. */
export const contentEncodingIn = (header: string | undefined): string | undefined => {
  const encoding = header?.trim().toLowerCase() ?? ""
  return encoding === "" || encoding === "identity" || !/^[a-z0-9\-, ]{1,40}$/.test(encoding)
    ? undefined
    : encoding
}
