import { expect, it } from "vitest";
import { parseResult } from "../../../src/overlays/commands/command-result.ts";

const png = `data:image/png;base64,${Buffer.from("12345").toString("base64")}`;
const red = "\u001b[0;31m";

it.each<[string, Parameters<typeof parseResult>[0], object]>([
  [
    "text, without colours and IPython's marks",
    { resultType: "text", data: `${red}Out[3]: 2\u001b[0m\nOut[4]: 'a'`, truncated: true },
    { kind: "text", text: "2\n'a'", truncated: true },
  ],
  ["no output", { resultType: "text", data: "" }, { kind: "text", text: "", truncated: false }],
  [
    "a table with a JSON schema",
    {
      resultType: "table",
      schema: [
        { name: "n", type: '"long"', metadata: "{}" },
        { name: "n", type: '{"type":"array"}' },
      ],
      isJsonSchema: true,
      data: [
        [1, [null]],
        [null, ["x"]],
      ],
    },
    {
      kind: "table",
      columns: [
        { name: "n", type: "long" },
        { name: "n", type: '{"type":"array"}' },
      ],
      rows: [
        [1, [null]],
        [null, ["x"]],
      ],
      truncated: false,
    },
  ],
  ["an image", { resultType: "image", fileName: png }, { kind: "images", images: [{ type: "image/png", bytes: 5 }] }],
  [
    "images, a large one in a file",
    { resultType: "images", fileNames: [png, "/plots/b6.png"] },
    { kind: "images", images: [{ type: "image/png", bytes: 5 }, { path: "/plots/b6.png" }] },
  ],
  [
    "an error with HTML, entities and colours",
    {
      resultType: "error",
      summary: '<span class="ansi-red-fg">TypeError</span>: int() takes no &lt;class &#39;x&#39;&gt; &amp;lt;',
      cause: `${red}Traceback\u001b[0m\n  line 1\nTypeError: int()`,
    },
    {
      kind: "error",
      message: "TypeError: int() takes no <class 'x'> &lt;",
      trace: "Traceback\n  line 1\nTypeError: int()",
    },
  ],
  [
    "an error without a summary",
    { resultType: "error", cause: "Traceback\nNameError: name 'x' is not defined\n" },
    {
      kind: "error",
      message: "NameError: name 'x' is not defined",
      trace: "Traceback\nNameError: name 'x' is not defined",
    },
  ],
  [
    "the end of a long trace-back",
    { resultType: "error", summary: "E", cause: `${"a line of ten\n".repeat(400)}E: last` },
    { kind: "error", message: "E", trace: `…\n${"a line of ten\n".repeat(285)}E: last` },
  ],
])("reads %s", (_, results, expected) => {
  expect(parseResult(results)).toEqual(expected);
});
