/**
 * A bank account as it is compared: its digits, without zeros in front. Reports of one account print it with and
 * without both, and people write it with dashes.
 */
export const comparableAccount = (account: string): string => {
  const digits = account.replace(/\D/g, "").replace(/^0+/, "")
  return digits === "" ? account.trim() : digits
}
