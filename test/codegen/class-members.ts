import { Node, Project } from "ts-morph";

/** A method or property of a class, and what TypeScript reads in its comment. */
export interface ClassMember {
  readonly className: string;
  readonly name: string;
  /** Empty without a comment. */
  readonly description: string;
  /** `deprecated` for `@deprecated`. */
  readonly tags: readonly string[];
}

const project = new Project({ useInMemoryFileSystem: true });

/** The public methods and properties of all classes in a source text. */
export function classMembers(text: string): ClassMember[] {
  const source = project.createSourceFile("classes.ts", text, { overwrite: true });
  return source.getClasses().flatMap((each) =>
    each.getInstanceMembers().flatMap((member) => {
      if (Node.isParameterDeclaration(member) || member.getName().startsWith("#")) return [];
      const docs = member.getJsDocs();
      return {
        className: each.getName() ?? "",
        name: member.getName(),
        description: docs.map((doc) => doc.getDescription().trim()).join(" "),
        tags: docs.flatMap((doc) => doc.getTags().map((tag) => tag.getTagName())),
      };
    }),
  );
}
