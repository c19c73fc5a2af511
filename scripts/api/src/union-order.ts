// TypeScript 7 has no API for programs; 6 still has.
import ts from "typescript-api"

/** A node's own text, with what `inner` says in place of its children. */
const withChildren = (node: ts.Node, code: string, inner: (child: ts.Node) => string): string => {
  let text = ""
  let end = node.getStart()
  ts.forEachChild(node, (child) => {
    text += code.slice(end, child.getStart()) + inner(child)
    end = child.end
  })
  return text + code.slice(end, node.end)
}

const sorted = (node: ts.Node, code: string): string => {
  const inner = (child: ts.Node): string => sorted(child, code)
  if (!ts.isUnionTypeNode(node)) return withChildren(node, code, inner)
  return node.types.map(inner).sort().join(" | ")
}

/**
 * The same declarations with the members of every union in the order of the alphabet. The compiler writes an inferred
 * union in the order in which it met its members, which is another one from build to build; to users
 * it is the same type.
 */
export const inUnionOrder = (declarations: string): string => {
  const source = ts.createSourceFile("report.d.ts", declarations, ts.ScriptTarget.Latest, true)
  return declarations.slice(0, source.getStart()) + sorted(source, declarations)
}
