/**
 * Whether a browser says that another site's page makes it send this. What `Host` says is no part of it: behind a proxy
 * it may be anything. A browser too old to say so is kept out by the form's token alone.
 */
export const isOtherSite = (headers: Headers): boolean => {
  const site = headers.get("sec-fetch-site")
  return site === null ? headers.get("origin") === "null" : site !== "same-origin"
}
