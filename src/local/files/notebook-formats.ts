import * as z from "zod";
import { invalid } from "../local-error.ts";
import type { NotebookLanguage } from "./workspace-files.ts";

/** How the source of a notebook begins, and what stands between its cells, after the comment sign of its language. */
const signs: Readonly<Record<NotebookLanguage, { readonly comment: string; readonly extension: string }>> = {
  PYTHON: { comment: "#", extension: "py" },
  SQL: { comment: "--", extension: "sql" },
  SCALA: { comment: "//", extension: "scala" },
  R: { comment: "#", extension: "r" },
};

const languages = Object.keys(signs) as NotebookLanguage[];

const firstLine = (language: NotebookLanguage): string => `${signs[language].comment} Databricks notebook source`;
const between = (language: NotebookLanguage): string => `\n\n${signs[language].comment} COMMAND ----------\n\n`;

/** The extension of a language's source files, without a dot. */
export const extensionOf = (language: NotebookLanguage): string => signs[language].extension;

/** The language that the extension of a path stands for. */
export function languageOfPath(path: string): NotebookLanguage | undefined {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return languages.find((each) => signs[each].extension === extension);
}

/** The language of a notebook by the first line of its source; undefined for other files. */
export function languageOfSource(source: string, path: string): NotebookLanguage | undefined {
  const line = source.split("\n", 1)[0]?.trimEnd();
  const byPath = languageOfPath(path);
  if (byPath && line === firstLine(byPath)) return byPath;
  return languages.find((each) => line === firstLine(each));
}

/** The source with the line that makes it a notebook. */
export function withFirstLine(source: string, language: NotebookLanguage): string {
  return source.startsWith(firstLine(language)) ? source : `${firstLine(language)}\n${source}`;
}

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);
const jupyter = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: text })),
  metadata: z.object({ language_info: z.object({ name: z.string().optional() }).optional() }).optional(),
});

/**
 * The source of a Jupyter notebook (https://nbformat.readthedocs.io), as notebooks are kept here.
 *
 * @throws LocalError 400 for what is none
 */
export function fromJupyter(content: string): { readonly source: string; readonly language: NotebookLanguage } {
  const { data } = jupyter.safeParse(parsed(content));
  if (!data) throw invalid("The notebook is not in the format JUPYTER.");
  const name = (data.metadata?.language_info?.name ?? "python").toUpperCase();
  const language = languages.find((each) => each === name) ?? "PYTHON";
  const cells = data.cells.map(({ cell_type, source }) =>
    cell_type === "markdown" ? markdown(source, language) : source,
  );
  return { source: `${firstLine(language)}\n${cells.join(between(language))}\n`, language };
}

/** A Jupyter notebook of a source. */
export function toJupyter(source: string, language: NotebookLanguage): string {
  const body = source.replace(new RegExp(`^${firstLine(language)}\n`), "");
  const cells = body.split(between(language)).map((cell) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: cell.replace(/\n$/, "").split(/(?<=\n)/),
  }));
  const language_info = { name: language.toLowerCase() };
  return JSON.stringify({ cells, metadata: { language_info }, nbformat: 4, nbformat_minor: 0 });
}

function markdown(source: string, language: NotebookLanguage): string {
  const magic = `${signs[language].comment} MAGIC`;
  return [`${magic} %md`, ...source.split("\n").map((line) => `${magic} ${line}`)].join("\n");
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
