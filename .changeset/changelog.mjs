// Changelogs of packages that share one version. The usual list of updated dependencies would repeat that version in
// every file; what a reader wants to know is which of them changed.
import defaults from "@changesets/cli/changelog"

export default {
  getReleaseLine: defaults.getReleaseLine,
  getDependencyReleaseLine: async (_changesets, updated) => {
    const changed = updated.filter(({ changesets }) => changesets.length > 0).map(({ name }) => `\`${name}\``)
    return changed.length === 0 ? "" : `- Comes with changes in ${changed.sort().join(", ")}: see there.`
  },
}
