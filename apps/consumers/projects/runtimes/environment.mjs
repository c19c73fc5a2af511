/** No proxy stands between the shop and this machine. */
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)),
)
