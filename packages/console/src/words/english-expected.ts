/** Words about orders on printed QRs, in English. */
export const englishExpected = {
  expected: {
    title: "Expected on printed QRs",
    hint: "Orders whose money comes on a QR that stands on the counter. Only the amount tells them apart.",
    show: {
      open: "Open",
      late: "Ended without money",
      arrived: "Money arrived",
      claims: "Claims that may be theirs",
    },
    what: {
      open: "The customer is asked for exactly this amount.",
      late: "Their time is over, or somebody canceled them. Money that comes late is still known to be theirs, while their amount rests.",
      arrived:
        "By a signed callback, an answer of the acquirer, a statement or a person: the timeline says which.",
      claims:
        "Nobody signed that this money arrived, or it fits several orders. Look in the acquirer's app, then accept it at the order that it is for.",
    },
    none: "No such order.",
    noClaims: "No claim waits for a person.",
    told: "Who tells of the money",
    untold: "nobody: statements and people",
    until: "To be paid by",
    exact: "yes, for exactly this amount",
    surplus: (amount: string) => `${amount} of it is above the order's own amount`,
    candidates: "May be the money of",
    ambiguous: (orders: number) => `fits ${orders} orders`,
  },
  arrival: {
    accept: "The money arrived",
    what: "It becomes paid on your word, and your handlers run. Look first in the acquirer's app or at the bank.",
    claim: "By which claim",
    elsewhere: "none: seen elsewhere",
    alsoFits: (others: number) => (others === 1 ? "fits another order, too" : `fits ${others} others, too`),
    amount: "What arrived",
    amountHint: (asked: string) =>
      `Whole rupiah. Left empty: what the claim says, else the ${asked} that was asked.`,
    at: "When it arrived",
    atHint: "In Jakarta's time. Left empty: when the claim says, else now.",
    yes: "Yes, it arrived",
  },
  wrongArrival: {
    claim: "Choose one of the claims, or none.",
    amount: "The amount is not whole rupiah. Write 25000 or 25.000.",
    at: "That is no time, or it is still to come.",
  },
}
