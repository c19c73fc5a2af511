/** The value of a cookie that this server set: without quotes and without escapes. */
export const cookieIn = (header: string | undefined, name: string): string | undefined => {
  const start = `${name}=`
  return (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
}
