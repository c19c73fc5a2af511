import type { NestExpressApplication } from "@nestjs/platform-express"
import { DocumentBuilder, SwaggerModule } from "@nestjs/swagger"

/** Serves the API's description: a page at `/api`, the document at `/api/openapi.json`. */
export const serveOpenApi = (app: NestExpressApplication): void => {
  const description = new DocumentBuilder()
    .setTitle("Till")
    .setDescription("Sign in at /login first: the API takes the session's cookie.")
    .addCookieAuth("session")
    .build()
  const document = SwaggerModule.createDocument(app, description)
  SwaggerModule.setup("api", app, document, {
    jsonDocumentUrl: "api/openapi.json",
    customSiteTitle: "API · Toko Contoh",
    customfavIcon: "/assets/icon.svg",
  })
}
