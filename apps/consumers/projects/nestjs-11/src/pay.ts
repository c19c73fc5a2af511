// One payment through the CommonJS application on Express.
import assert from "node:assert/strict"
import { NestFactory } from "@nestjs/core"
import { startSandbox } from "@qriskit/sandbox"
import { AppModule } from "./app.module"
import { payOrder } from "./checkout"

async function main(): Promise<void> {
  const sandbox = await startSandbox()
  const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
  Object.assign(process.env, {
    ZIPAY_BASE_URL: baseUrl,
    ZIPAY_USER_ID: userId,
    ZIPAY_PASSWORD: password,
    ZIPAY_MERCHANT_ID: merchantId,
    ZIPAY_MERCHANT_KEY: merchantKey,
  })
  const app = await NestFactory.create(AppModule, { rawBody: true, logger: ["warn", "error"] })
  await app.listen(0, "127.0.0.1")
  try {
    assert.equal(typeof require, "function", "this is CommonJS")
    assert.equal(await payOrder(app, sandbox, "order-1001"), "paid")
    console.log("paid: order-1001, in CommonJS")
  } finally {
    await app.close()
    await sandbox.close()
  }
}

void main()
