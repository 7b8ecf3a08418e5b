import { expect, it } from "vitest";
import { planValidators } from "../../../codegen/plan/validator-schemas.ts";
import { answering, jsonBody, object, ref, tinyModel } from "../tiny-api.ts";

const created = {
  operationId: "clusters.create",
  ...jsonBody(ref("Spec")),
  ...answering("application/json", ref("Info")),
};

it("components of requests are the service's own, unless another service's requests use them too", () => {
  const model = tinyModel({
    compute: {
      operations: { "POST /api/2.0/clusters": created },
      schemas: {
        Spec: object({ disk: ref("Disk"), tag: ref("Tag") }),
        Disk: object({}),
        Tag: object({}),
        Info: object({}),
      },
    },
    jobs: {
      operations: {
        "POST /api/2.0/jobs": { operationId: "jobs.create", ...jsonBody(object({ task: ref("Task") })) },
      },
      schemas: { Task: object({ disk: ref("Disk", "compute") }) },
    },
  });
  const { own, shared } = planValidators(model);
  expect(Object.fromEntries(own)).toEqual({ compute: ["Tag"], jobs: ["Task"] });
  expect(Object.fromEntries(shared)).toEqual({ compute: ["Disk"] });
});

it("nothing is planned for answers, which are not checked", () => {
  const { own, shared } = planValidators(
    tinyModel({
      compute: { operations: { "GET /api/2.0/clusters": created }, schemas: { Spec: object({}), Info: object({}) } },
    }),
  );
  expect([...own]).toEqual([]);
  expect([...shared]).toEqual([]);
});
