/** How a bank prints settlements into the text of a line. */
export const NARRATIVE_RECIPES = ["bca", "bri"] as const
export type NarrativeRecipe = (typeof NARRATIVE_RECIPES)[number]
