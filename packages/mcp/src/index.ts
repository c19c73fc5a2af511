export { makeServer, type ServerOptions } from "./server.js"
