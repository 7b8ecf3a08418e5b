import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";
import { Interrupted } from "../../../src/cli/interrupted.ts";
import { toolError } from "../../../src/cli/tool-error.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import * as errors from "../../../src/errors/api-errors.ts";
import { ArgumentError } from "../../../src/errors/argument-error.ts";
import { AuthError } from "../../../src/errors/auth-error.ts";
import { ConfigError } from "../../../src/errors/config-error.ts";
import { StatementError } from "../../../src/errors/statement-error.ts";

const facts = {
  ...{ method: "GET", path: "/x", status: 400, errorCode: undefined, reason: "No", requestId: undefined, details: [] },
  ...{ retryAfter: undefined, unprocessed: false, retryable: false, hint: "Look." },
};

describe("exit codes", () => {
  it.each([
    [new UsageError("x"), 2],
    [new ArgumentError("a", "is missing", "Pass it."), 2],
    [toolError("Invalid arguments for jobs.get; nothing was sent."), 2],
    [toolError("Unknown operation x."), 2],
    [toolError("Error with an error, command c1"), 1],
    [new ConfigError("no host", "Set it."), 3],
    [new AuthError("pat", "no token", { hint: "Set it.", retryable: true }), 3],
    [new errors.UnauthenticatedError(facts), 3],
    [new errors.NotFoundError(facts), 4],
    [new errors.ResourceDoesNotExistError(facts), 4],
    [StatementError.forgotten("s1", new errors.NotFoundError(facts)), 4],
    [new errors.PermissionDeniedError(facts), 5],
    [new errors.AlreadyExistsError(facts), 6],
    [new errors.TooManyRequestsError({ ...facts, retryable: true }), 7],
    [new errors.BadRequestError(facts), 1],
    [StatementError.failed({ statementId: "s1" }), 1],
    [new TypeError("a defect"), 1],
    ["not an error", 1],
    [new Interrupted("SIGINT"), 130],
    [new Interrupted("SIGTERM"), 143],
  ])("%s ends with %d", (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
