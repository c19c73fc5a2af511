// What TypeDoc says by itself about classes made by Effect's Schema is longer than the classes. This plugin leaves out
// what readers do not need: where a member was inherited from, inherited constructors, initial values, and that what is
// public is read-only.
import { Converter, ReflectionFlag, ReflectionKind } from "typedoc"
import { entryPoints } from "../examples/workspace.ts"

const isDocumented = (type) => type.type === "reference" && type.reflection !== undefined

const quiet = (reflection) => {
  delete reflection.inheritedFrom
  delete reflection.overwrites
  delete reflection.implementationOf
  if (reflection.kindOf(ReflectionKind.Property)) delete reflection.defaultValue
  reflection.flags.setFlag(ReflectionFlag.Readonly, false)
  if (reflection.extendedTypes?.some(isDocumented)) return
  delete reflection.extendedTypes
  delete reflection.typeHierarchy
}

/** After TypeDoc has resolved inheritance (0), before it sorts members into groups (-100). */
const BEFORE_GROUPS = -50

export const load = (app) => {
  // Modules are named after files; readers know them by what they import.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) {
      const file = context.getSymbolFromReflection(module)?.declarations?.[0]?.getSourceFile().fileName
      const entry = entryPoints.find(({ source }) => source === file)
      if (entry !== undefined) module.name = entry.specifier
    }
  })
  const tidy = ({ project }) => {
    const inherited = project
      .getReflectionsByKind(ReflectionKind.Constructor)
      .filter(({ inheritedFrom }) => inheritedFrom !== undefined)
    for (const made of inherited) project.removeReflection(made)
    for (const reflection of Object.values(project.reflections)) quiet(reflection)
  }
  app.converter.on(Converter.EVENT_RESOLVE_END, tidy, BEFORE_GROUPS)
}
