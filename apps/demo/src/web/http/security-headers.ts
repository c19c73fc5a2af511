import type { RequestHandler } from "express"
import helmet from "helmet"

type Sources = ReadonlyArray<string>

/** What a page may load besides its own scripts, style sheets and pictures. */
interface Extra {
  readonly script?: Sources
  readonly style?: Sources
}

/**
 * Beginnings of paths that need more. The phone compiles its scanner's WebAssembly; Swagger's page, a library's, has a
 * style sheet inside.
 */
const EXTRAS: ReadonlyArray<readonly [path: string, extra: Extra]> = [
  ["/phone", { script: ["'wasm-unsafe-eval'"] }],
  ["/api", { style: ["'unsafe-inline'"] }],
]

const policyFor = ({ script = [], style = [] }: Extra): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...script],
        styleSrc: ["'self'", ...style],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: true,
    referrerPolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
  })

/** Headers that keep a page to itself: nothing from elsewhere, no frames, no inline script. */
export const securityHeaders = (): RequestHandler => {
  const usual = policyFor({})
  const special = EXTRAS.map(([path, extra]) => [path, policyFor(extra)] as const)
  return (request, response, next) => {
    const [, policy] = special.find(([path]) => isBelow(path, request.path)) ?? ["", usual]
    response.setHeader("permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=()")
    policy(request, response, next)
  }
}

const isBelow = (path: string, asked: string): boolean => asked === path || asked.startsWith(`${path}/`)
