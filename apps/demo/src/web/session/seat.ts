/** Where somebody signs in. */
export const SHOP = "shop"
