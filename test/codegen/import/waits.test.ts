import { describe, expect, it } from "vitest";
import { enumeration, method, struct } from "./go-source.ts";
import { importThings } from "./mini-sdk.ts";

const POLLER = `
func (a *ThingsAPI) WaitGetThingRunning(ctx context.Context, thingId string,
	timeout time.Duration, callback func(*Thing)) (*Thing, error) {
	ctx = useragent.InContext(ctx, "sdk-feature", "long-running")
	return retries.Poll[Thing](ctx, timeout, func() (*Thing, *retries.Err) {
		thing, err := a.Get(ctx, GetThingRequest{
			ThingId: thingId,
		})
		if err != nil {
			return nil, retries.Halt(err)
		}
		if callback != nil {
			callback(thing)
		}
		status := thing.State.LifeCycle
		statusMessage := MESSAGE
		switch status {
		case LifeRunning, LifeIdle: // target state
			return thing, nil
		case LifeFailed:
			err := fmt.Errorf("failed to reach %s, got %s: %s",
				LifeRunning, status, statusMessage)
			return nil, retries.Halt(err)
		default:
			return nil, retries.Continues(statusMessage)
		}
	})
}
`;

const STARTER = `
func (a *ThingsAPI) Create(ctx context.Context, createThing CreateThing) (*WaitGetThingRunning[Created], error) {
	created, err := a.thingsImpl.Create(ctx, createThing)
	if err != nil {
		return nil, err
	}
	return &WaitGetThingRunning[Created]{
		Response: created,
		ThingId:  SOURCE,
		Poll: func(timeout time.Duration, callback func(*Thing)) (*Thing, error) {
			return a.WaitGetThingRunning(ctx, SOURCE, timeout, callback)
		},
		timeout:  20 * time.Minute,
		callback: nil,
	}, nil
}
`;

const CREATE = method({
  name: "Create",
  verb: "Post",
  path: "/api/2.0/things",
  request: "CreateThing",
  response: "Created",
});

const GET = {
  name: "Get",
  path: "/api/2.0/things/%v",
  args: ["request.ThingId"],
  request: "GetThingRequest",
  response: "Thing",
};

const IMPL = CREATE + method(GET);

const MODEL =
  struct("CreateThing", 'Name string json:"the_name"') +
  struct("Created", 'Id string json:"new_id"') +
  struct("GetThingRequest", 'ThingId string json:"-" url:"-"') +
  struct("Thing", 'State *State json:"state"', 'Why string json:"state_message"') +
  struct("State", 'LifeCycle Life json:"life_cycle_state"') +
  enumeration("Other", { OtherRunning: "other" }) +
  enumeration("Life", { LifeRunning: "RUNNING", LifeIdle: "Idle", LifeFailed: "FAILED" });

const wait = async (source: string, message: string) => {
  const api = POLLER.replaceAll("MESSAGE", message) + STARTER.replaceAll("SOURCE", source);
  return (await importThings({ impl: IMPL, model: MODEL, api })).operation("things.create")["x-databricks-wait"];
};

describe("waits", () => {
  it.each([
    ["created.Id", { from: "response", field: "new_id" }],
    ["createThing.Name", { from: "request", field: "the_name" }],
  ])("poll another operation with %s until a state is reached", async (source, argument) => {
    expect(await wait(source, "thing.Why")).toEqual({
      poll: "things.get",
      arguments: { thing_id: argument },
      state: "state.life_cycle_state",
      message: "state_message",
      success: ["RUNNING", "Idle"],
      failure: ["FAILED"],
      timeoutMinutes: 20,
    });
  });

  it("poll the operation that was kept, when theirs is an alias of it", async () => {
    const imported = await importThings({
      impl: CREATE + method({ ...GET, api: "ThingsV2" }),
      ext_impl: method(GET),
      model: MODEL,
      api: POLLER.replaceAll("MESSAGE", "thing.Why") + STARTER.replaceAll("SOURCE", "created.Id"),
    });
    expect(imported.operation("things.create")["x-databricks-wait"]?.poll).toBe("thingsV2.get");
  });

  it("may have no message of their own", async () => {
    const found = await wait("created.Id", 'fmt.Sprintf("current status: %s", status)');
    expect(found).not.toHaveProperty("message");
  });
});

const operation = (result: string, metadata = "Progress"): string => `
func (a *ThingsAPI) Create(ctx context.Context, request CreateThing) (CreateOperationInterface, error) {
	operation, err := a.thingsImpl.Create(ctx, request)
	if err != nil {
		return nil, err
	}
	return &createOperation{impl: &a.thingsImpl, operation: operation}, nil
}

func (a *createOperation) Wait(ctx context.Context, opts ...api.Option) ${result} {
	call := func(ctx context.Context) error {
		operation, err := a.impl.Get(ctx, GetThingRequest{
			ThingId: a.operation.Name,
		})
		if err != nil {
			return err
		}
	}
	return api.Execute(ctx, call, opts...)
}

func (a *createOperation) Metadata() (*${metadata}, error) {
	return nil, nil
}
`;

const importOperation = (result: string) =>
  importThings({
    impl: IMPL,
    model: MODEL + struct("Done", 'Id string json:"id"') + struct("Progress", 'Percent int json:"percent"'),
    api: operation(result),
  });

describe("trap 14: long-running operations", () => {
  it.each([
    ["(*Done, error)", { poll: "things.get", result: "Done", metadata: "Progress" }],
    ["error", { poll: "things.get", metadata: "Progress" }],
  ])("that complete with %s", async (result, expected) => {
    const imported = await importOperation(result);
    expect(imported.operation("things.create")["x-databricks-long-running"]).toEqual(expected);
  });

  it("bring the schemas that only they name", async () => {
    const { schemas } = (await importOperation("(*Done, error)")).document("things").components;
    expect(schemas).toMatchObject({ Done: { type: "object" }, Progress: { type: "object" } });
  });
});
