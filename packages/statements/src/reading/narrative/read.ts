import type { Sen } from "../../money/sen.js"
import type { Day } from "../../time/day.js"
import { readBca } from "./bca.js"
import { readBri } from "./bri.js"
import type { NarrativeRecipe } from "./names.js"
import { joined, type Told } from "./recipe.js"

type Read = (text: string, day: Day | undefined, net: Sen | undefined) => Told | undefined

const RECIPES: Readonly<Record<NarrativeRecipe, Read>> = {
  bca: readBca,
  bri: (text, _, net) => readBri(text, net),
}

/**
 * What a bank's text tells of a settlement; `undefined` where it is none.
 *
 * @param day the booking day, or the last day of the file: dates in the text have no year
 * @param net what was booked, with its sign
 */
export const readNarrative = (
  recipe: NarrativeRecipe,
  narrative: ReadonlyArray<string>,
  day: Day | undefined,
  net: Sen | undefined,
): Told | undefined => RECIPES[recipe](joined(narrative), day, net)
