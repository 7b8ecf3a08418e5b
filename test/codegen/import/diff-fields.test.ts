import { describe, expect, it } from "vitest";
import { BASE, difference, edited, MODEL } from "./diff-base.ts";

/** What happens, the text of the model that changes, what it becomes, and the line. */
const FIELD_CHANGES: [string, string, string, string][] = [
  ["a field of a request vanishes", 'Size int `json:"size,omitempty"`', "", "major fields: things.Part.size vanishes"],
  [
    "a field of a request appears",
    '"size,omitempty"`',
    '"size,omitempty"`\n	New bool `json:"new,omitempty"`',
    "minor fields: things.Part.new appears",
  ],
  [
    "a required one appears",
    '"size,omitempty"`',
    '"size,omitempty"`\n	New bool `json:"new"`',
    "major fields: things.Part.new appears and is required",
  ],
  [
    "a field of a request becomes required",
    '"size,omitempty"',
    '"size"',
    "major fields: things.Part.size becomes required",
  ],
  [
    "a field of a request changes type",
    "Size int ",
    "Size string ",
    "major fields: things.Part.size integer becomes string",
  ],
  ["items change type", "All []Leaf", "All []string", "major fields: things.Part.all[] object becomes string"],
  ["a field of an answer vanishes", 'Id string `json:"id"`', "", "major fields: things.Saved.id vanishes"],
  [
    "a required field of an answer appears",
    '"id"`',
    '"id"`\n	New bool `json:"new"`',
    "minor fields: things.Saved.new appears and is required",
  ],
  [
    "a field of an answer becomes required",
    '"state,omitempty"',
    '"state"',
    "minor fields: things.Saved.state becomes required",
  ],
  [
    "values of a map change type",
    "map[string]Leaf",
    "map[string]bool",
    "major fields: things.Saved.tags.* object becomes boolean",
  ],
  ["a value of a request vanishes", "const ModeB Mode = `B`", "", 'major fields: things.Mode value "B" vanishes'],
  [
    "a value of a request appears",
    "const ModeB",
    "const ModeC Mode = `C`\nconst ModeB",
    'minor fields: things.Mode value "C" appears',
  ],
  [
    "a value of an answer vanishes",
    "const StateOff State = `OFF`",
    "",
    'minor fields: things.State value "OFF" vanishes',
  ],
  [
    "an enum of a request opens",
    "Mode Mode",
    "Mode string",
    "minor fields: things.Part.mode takes any string, no longer an enum",
  ],
  ["a string of a request closes", "Comment string", "Comment State", "major fields: things.State becomes an enum"],
];

describe("fields and values that differ", () => {
  it.each(FIELD_CHANGES)("%s", async (_, from, to, line) => {
    expect(await difference(BASE, edited(from, to))).toEqual([line]);
  });

  it("not those of a schema under another name", async () => {
    const renamed = MODEL.replaceAll(/\bPart\b(?! Part)(?! json)/g, "Piece").replace("Piece Part ", "Part Piece ");
    expect(await difference(BASE, { ...BASE, model: renamed })).toEqual([]);
  });
});
