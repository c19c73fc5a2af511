import { expect, it } from "vitest"
import { paymentsHealthOf } from "../src/health/payments-health.js"

const waiting = (inquiryLag: number, eventLag: number) => ({
  health: async () => ({
    inquiryLag,
    eventLag,
    deadLetters: 2,
    anomalies: 3,
    closedGates: [{ provider: "zipay", until: new Date("2026-01-02T03:04:05Z") }],
  }),
})

it("payments are well until something has waited too long, whatever a person has to look at", async () => {
  expect((await paymentsHealthOf(waiting(60_000, 0), 60_000)).isHealthy).toBe(true)
  expect((await paymentsHealthOf(waiting(60_001, 0), 60_000)).isHealthy).toBe(false)
  const { isHealthy, report } = await paymentsHealthOf(waiting(0, 60_001), 60_000)
  expect(isHealthy).toBe(false)
  expect(report).toEqual({
    database: "up",
    inquiryLagMillis: 0,
    eventLagMillis: 60_001,
    deadLetters: 2,
    anomalies: 3,
    closedGates: { zipay: "2026-01-02T03:04:05.000Z" },
  })
})

it("payments whose database does not answer are down, and nothing of why is shown", async () => {
  const health = async () => {
    throw new Error("password authentication failed for user toko")
  }
  expect(await paymentsHealthOf({ health }, 60_000)).toEqual({
    report: { database: "down" },
    isHealthy: false,
  })
})

it("accounts that are not asked are counted, and only some of them named", async () => {
  const until = new Date("2026-01-02T03:04:05Z")
  const closedGates = [
    { provider: "zipay", until },
    ...Array.from({ length: 2_000 }, (_, index) => ({ provider: "zipay", account: `toko-${index}`, until })),
  ]
  const health = async () => ({ inquiryLag: 0, eventLag: 0, deadLetters: 0, anomalies: 0, closedGates })
  const { report, isHealthy } = await paymentsHealthOf({ health }, 60_000)
  expect(isHealthy).toBe(true)
  expect(report.closedGates).toEqual({ zipay: "2026-01-02T03:04:05.000Z" })
  expect(report.closedAccounts?.count).toBe(2_000)
  expect(Object.keys(report.closedAccounts?.some ?? {})).toHaveLength(20)
  expect(report.closedAccounts?.some["zipay/toko-0"]).toBe("2026-01-02T03:04:05.000Z")
})
