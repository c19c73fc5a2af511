// Whatever a package exports says what it is, and so does every method of it: otherwise the build fails. TypeDoc's own
// check also looks into the types of constants, which are data.
import { Converter, ReflectionKind } from "typedoc"

const isDocumented = (reflection) =>
  reflection.hasComment() ||
  [...(reflection.signatures ?? []), ...(reflection.type?.declaration?.signatures ?? [])].some((signature) =>
    signature.hasComment(),
  )

const isExport = (reflection) =>
  !reflection.kindOf(ReflectionKind.Reference) && (reflection.parent?.kindOf(ReflectionKind.Module) ?? false)
const isMethod = (reflection) =>
  reflection.kindOf(ReflectionKind.Method) && reflection.parent.kindOf(ReflectionKind.ClassOrInterface)

export const load = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const undocumented = project
      .getReflectionsByKind(ReflectionKind.SomeExport | ReflectionKind.Method)
      .filter((reflection) => (isExport(reflection) || isMethod(reflection)) && !isDocumented(reflection))
    for (const reflection of undocumented)
      app.logger.error(`${reflection.getFriendlyFullName()} has no docstring`)
  })
}
