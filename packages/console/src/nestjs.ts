export {
  QrisConsoleModule,
  type QrisConsoleModuleAsyncOptions,
  type QrisConsoleModuleOptions,
  type QrisConsolePlace,
} from "./nestjs/console.module.js"
