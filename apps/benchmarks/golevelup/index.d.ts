export { StripeModule, StripeWebhookHandler } from "@golevelup/nestjs-stripe"
