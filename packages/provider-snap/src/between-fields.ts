import { MOST_ATTRIBUTES, OUR_OWN } from "./attributes.js"
import type { ProfileFields } from "./profile-fields.js"
import { fill, namesIn, uses } from "./template.js"

/** What is wrong between several fields, and where. */
interface FieldComplaint {
  readonly path: ReadonlyArray<string>
  readonly issue: string
}

/** A beginning that no path has is misspelt: nothing would be left out of what is signed, without a word. */
const prefixComplaint = ({ signing: { stripPrefix }, verbs }: ProfileFields): FieldComplaint | undefined =>
  stripPrefix === undefined || Object.values(verbs).some(({ path }) => path.startsWith(`${stripPrefix}/`))
    ? undefined
    : {
        path: ["signing", "stripPrefix"],
        issue: `must be how a path of verbs begins, up to a slash: none begins with ${stripPrefix}/`,
      }

/** In seconds: no QR waits longer. */
const TEN_YEARS = 315_360_000

const defaultExpiryComplaint = ({
  limits: { expirySeconds = {} },
  verbs,
}: ProfileFields): FieldComplaint | undefined => {
  const { minimum = 1, maximum = TEN_YEARS, default: usual } = expirySeconds
  const says = (issue: string) => ({ path: ["limits", "expirySeconds", "default"], issue })
  if (usual === undefined) return undefined
  if (usual < minimum || usual > maximum) return says("must be within minimum and maximum")
  return uses(verbs.create.body, "expiresAt", "expirySeconds")
    ? undefined
    : says("must be absent: verbs.create.body holds neither {expiresAt} nor {expirySeconds}")
}

/** What is kept by name, and asked for by name. */
const ATTRIBUTE = "attributes."
const isAttribute = (name: string): boolean => name.startsWith(ATTRIBUTE)

/** What a reference keeps by name, beside what it keeps for itself. */
const keptNames = ({ answer, sent }: ProfileFields["verbs"]["create"]): ReadonlyArray<string> => [
  ...new Set([...Object.keys(answer.attributes ?? {}), ...Object.keys(sent ?? {})]),
]

const MOST_NAMES = MOST_ATTRIBUTES - OUR_OWN.length

/** A reference that keeps more could be used for nothing. */
const numberComplaint = ({ verbs: { create } }: ProfileFields): FieldComplaint | undefined =>
  keptNames(create).length <= MOST_NAMES
    ? undefined
    : {
        path: ["verbs", "create", "answer", "attributes"],
        issue: `must be at most ${MOST_NAMES} together with those of verbs.create.sent`,
      }

/** A name that nobody keeps would be missing in every reference, and so found out after the first payment. */
const unkeptComplaints = ({ verbs }: ProfileFields): ReadonlyArray<FieldComplaint> => {
  const { create, ...later } = verbs
  const known = new Set([...keptNames(create), ...OUR_OWN].map((name) => ATTRIBUTE + name))
  return Object.entries(later).flatMap(([verb, { body }]) =>
    [...namesIn(Object(body))]
      .filter((name) => isAttribute(name) && !known.has(name))
      .map((name) => ({
        path: ["verbs", verb, "body"],
        issue: `holds {${name}}, which neither verbs.create.answer.attributes nor verbs.create.sent keeps`,
      })),
  )
}

/** Whether a create that is sent again may be answered as an earlier one, whose time was another. */
const isAnsweredAsEarlier = ({ headers, verbs }: ProfileFields): boolean =>
  headers.retryExternalId === "same" ||
  (headers.externalId === "reference" && verbs.create.lost?.repeat === true)

const sentComplaints = (profile: ProfileFields): ReadonlyArray<FieldComplaint> => {
  const { headers, verbs } = profile
  const { sent = {}, answer, lost } = verbs.create
  const neededLater = fill(verbs.inquire.body, {}).missing
  return Object.entries(sent).flatMap(([name, what]): ReadonlyArray<FieldComplaint> => {
    const isId = what === "X-EXTERNAL-ID"
    const path = ["verbs", "create", "sent", name]
    if (Object.hasOwn(answer.attributes ?? {}, name))
      return [{ path, issue: "must have a name of its own: verbs.create.answer.attributes has it, too" }]
    if (!isId && isAnsweredAsEarlier(profile)) {
      const issue =
        "must be absent: a create that is sent again is answered as the first, whose time nobody knows then"
      return [{ path, issue }]
    }
    const isAlike = isId && headers.externalId === "reference"
    const isSaid = lost?.answer === undefined || Object.hasOwn(lost.answer.attributes ?? {}, name)
    return isAlike || isSaid || !neededLater.includes(ATTRIBUTE + name)
      ? []
      : [
          {
            path: ["verbs", "create", "lost", "answer", "attributes", name],
            issue:
              "is required: verbs.inquire.body wants it, and of a create that was found again it is not known otherwise",
          },
        ]
  })
}

/** As a reference can name what it keeps. */
const NAME = /^[A-Za-z]\w{0,39}$/

const nameIssue = (name: string): string | undefined => {
  if (!NAME.test(name)) return "must be named with up to 40 letters and digits"
  return OUR_OWN.includes(name)
    ? "must have another name: every reference keeps this one for itself"
    : undefined
}

const nameComplaints = ({ verbs }: ProfileFields): ReadonlyArray<FieldComplaint> => {
  const { answer, sent, lost } = verbs.create
  const named = [
    [["answer", "attributes"], answer.attributes],
    [["sent"], sent],
    [["lost", "answer", "attributes"], lost?.answer?.attributes],
  ] as const
  return named.flatMap(([place, names = {}]) =>
    Object.keys(names).flatMap((name) => {
      const issue = nameIssue(name)
      return issue === undefined ? [] : [{ path: ["verbs", "create", ...place, name], issue }]
    }),
  )
}

const retryComplaint = ({ headers, verbs }: ProfileFields): FieldComplaint | undefined => {
  if (headers.retryExternalId !== "new") return undefined
  const says = (issue: string) => ({ path: ["headers", "retryExternalId"], issue })
  if (headers.externalId === "reference")
    return says('must be "same" or left out: X-EXTERNAL-ID is your own reference, which a repeat has, too')
  return verbs.create.lost?.repeat
    ? says('must be "same" or left out: verbs.create.lost.repeat sends a create again under the same one')
    : undefined
}

/** What must hold between the fields of a profile, and does not. */
export const complaintsBetween = (profile: ProfileFields): ReadonlyArray<FieldComplaint> =>
  [
    prefixComplaint(profile),
    defaultExpiryComplaint(profile),
    numberComplaint(profile),
    retryComplaint(profile),
    ...nameComplaints(profile),
    ...unkeptComplaints(profile),
    ...sentComplaints(profile),
  ].filter((complaint) => complaint !== undefined)
