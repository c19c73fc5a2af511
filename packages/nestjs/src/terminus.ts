export { QrisHealthIndicator, type QrisHealthOptions } from "./health/qris-health-indicator.js"
