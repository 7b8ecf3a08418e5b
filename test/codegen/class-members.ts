import ts from "typescript";

/** A method or property of a class, and what TypeScript reads in its comment. */
export interface ClassMember {
  readonly className: string;
  readonly name: string;
  /** Empty without a comment. */
  readonly description: string;
  /** `deprecated` for `@deprecated`. */
  readonly tags: readonly string[];
}

/** The public methods and properties of all classes in a source text. */
export function classMembers(text: string): ClassMember[] {
  const { statements } = ts.createSourceFile("classes.ts", text, ts.ScriptTarget.Latest, true);
  return statements.filter(ts.isClassDeclaration).flatMap((each) =>
    each.members.flatMap((member) => {
      if (!member.name || !ts.isIdentifier(member.name)) return [];
      const docs = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
      return {
        className: each.name?.text ?? "",
        name: member.name.text,
        description: docs.map(({ comment }) => ts.getTextOfJSDocComment(comment)?.trim()).join(" "),
        tags: docs.flatMap(({ tags }) => tags?.map(({ tagName }) => tagName.text) ?? []),
      };
    }),
  );
}
