/** How the one account of a client is recorded. An account that has a name is a platform's merchant. */
export const ONE_ACCOUNT = ""
