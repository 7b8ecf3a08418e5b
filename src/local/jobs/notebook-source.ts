/** A piece of a notebook: code in one language, or for another language what its magic command says. */
export interface Cell {
  /** `python`, `sql`, `md`, `run`, or whatever stands after the `%`. */
  readonly language: string;
  readonly source: string;
}

/** How a comment begins in the notebooks of a language (https://docs.databricks.com/aws/en/notebooks/notebook-format). */
const comments: Readonly<Record<string, string>> = { PYTHON: "#", SQL: "--", SCALA: "//", R: "#" };

/** The cells of a notebook's source. */
export function readCells(source: string, language: string): Cell[] {
  const comment = comments[language] ?? "#";
  const body = source.replaceAll("\r\n", "\n").replace(new RegExp(`^${comment} Databricks notebook source\n?`), "");
  return body
    .split(new RegExp(`^${comment} COMMAND -{10}[ \t]*$`, "m"))
    .map((text) => readCell(text.trim(), language.toLowerCase(), comment))
    .filter((cell) => cell.source !== "");
}

function readCell(text: string, language: string, comment: string): Cell {
  const lines = text.split("\n").filter((line) => !line.startsWith(`${comment} DBTITLE`));
  const magic = `${comment} MAGIC`;
  if (!lines.some((line) => line.startsWith(magic))) return { language, source: lines.join("\n").trim() };
  const code = lines.filter((line) => line.startsWith(magic)).map((line) => line.slice(magic.length).replace(/^ /, ""));
  const source = code.join("\n").trim();
  const [command = "", named = language] = /^%(\w+)/.exec(source) ?? [];
  return { language: named, source: source.slice(command.length).trim() };
}
