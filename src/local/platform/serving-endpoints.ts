import { randomUUID } from "node:crypto";
import type { Schemas } from "../../../generated/index.ts";
import type { Handlers } from "../handlers.ts";
import { alreadyExists, invalid, LocalError, notFound } from "../local-error.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";

type Config = Schemas["serving"]["EndpointCoreConfigInput"];
type Tag = Schemas["serving"]["EndpointTag"];

interface Endpoint {
  readonly name: string;
  readonly id: string;
  readonly creator: string;
  readonly created: number;
  readonly updated: number;
  readonly version: number;
  readonly config: Config;
  readonly tags: readonly Tag[];
  readonly description: string;
}

/** Model serving endpoints as state machines: they become ready and answer, but no model stands behind them. */
export function servingEndpoints({ store, timings }: Workspace): Handlers<"servingEndpoints"> {
  const endpoints = new Endpoints(store.collection<Endpoint>("serving-endpoints"), timings.endpointUpdate);
  return { ...reading(endpoints), ...changing(endpoints) };
}

class Endpoints {
  readonly all: Collection<Endpoint>;
  readonly #updateMs: number;

  constructor(all: Collection<Endpoint>, updateMs: number) {
    this.all = all;
    this.#updateMs = updateMs;
  }

  /** @throws LocalError 404 */
  find(name: string): Endpoint {
    const endpoint = this.all.get(name);
    if (!endpoint) throw notFound(`Endpoint with name '${name}' does not exist.`);
    return endpoint;
  }

  save(endpoint: Endpoint) {
    this.all.put(endpoint.name, endpoint);
    return this.detailed(endpoint);
  }

  updating({ updated }: Endpoint): boolean {
    return Date.now() < updated + this.#updateMs;
  }

  ready(endpoint: Endpoint): boolean {
    return endpoint.version > 1 || !this.updating(endpoint);
  }

  view(endpoint: Endpoint) {
    const updating = this.updating(endpoint);
    return {
      id: endpoint.id,
      name: endpoint.name,
      creator: endpoint.creator,
      creation_timestamp: endpoint.created,
      last_updated_timestamp: endpoint.updated,
      description: endpoint.description,
      tags: [...endpoint.tags],
      state: {
        ready: this.ready(endpoint) ? "READY" : "NOT_READY",
        config_update: updating ? "IN_PROGRESS" : "NOT_UPDATING",
      },
      config: { served_entities: entitiesOf(endpoint, updating) },
    };
  }

  detailed(endpoint: Endpoint) {
    const shown = this.view(endpoint);
    const { traffic_config } = endpoint.config;
    const config = { ...shown.config, config_version: endpoint.version, ...(traffic_config && { traffic_config }) };
    return { ...shown, config, permission_level: "CAN_MANAGE" };
  }
}

function reading(endpoints: Endpoints): Handlers<"servingEndpoints"> {
  return {
    get: ({ name }) => endpoints.detailed(endpoints.find(name)),
    list: () => ({ endpoints: endpoints.all.list().map((each) => endpoints.view(each)) }),
    query: ({ name, messages, prompt, dataframe_records, inputs, instances }) => {
      if (!endpoints.ready(endpoints.find(name))) {
        throw new LocalError(400, "BAD_REQUEST", `Endpoint '${name}' is not ready. Wait until its state is READY.`);
      }
      return answerOf(name, messages, prompt, dataframe_records ?? instances ?? inputs);
    },
  };
}

function changing(endpoints: Endpoints): Handlers<"servingEndpoints"> {
  return {
    create: ({ name, config = {}, tags = [], description = "" }, { user }) => {
      if (!/^[\w-]{1,63}$/.test(name)) throw invalid(`Endpoint name '${name}' is not valid.`);
      if (endpoints.all.get(name)) throw alreadyExists(`Endpoint with name '${name}' already exists.`);
      const now = Date.now();
      const id = randomUUID().replaceAll("-", "");
      const made = { id, creator: user.userName, created: now, updated: now, version: 1 };
      return endpoints.save({ ...made, name, config, tags, description });
    },
    updateConfig: ({ name, served_entities, traffic_config }) => {
      const endpoint = endpoints.find(name);
      if (endpoints.updating(endpoint)) {
        throw new LocalError(
          409,
          "RESOURCE_CONFLICT",
          `Endpoint '${name}' is being updated. Try again when it is done.`,
        );
      }
      const config: Config = { ...(served_entities && { served_entities }), ...(traffic_config && { traffic_config }) };
      return endpoints.save({ ...endpoint, config, updated: Date.now(), version: endpoint.version + 1 });
    },
    patch: ({ name, add_tags = [], delete_tags = [] }) => {
      const endpoint = endpoints.find(name);
      const gone = new Set([...delete_tags, ...add_tags.map(({ key }) => key)]);
      const tags = [...endpoint.tags.filter(({ key }) => !gone.has(key)), ...add_tags];
      endpoints.save({ ...endpoint, tags });
      return { tags };
    },
    delete: ({ name }) => {
      endpoints.find(name);
      endpoints.all.delete(name);
    },
  };
}

function entitiesOf({ config, creator, created }: Endpoint, updating: boolean) {
  const state = { deployment: updating ? "DEPLOYMENT_CREATING" : "DEPLOYMENT_READY", deployment_state_message: "" };
  return (config.served_entities ?? []).map(({ name, entity_name, entity_version }) => ({
    ...(name !== undefined && { name }),
    ...(entity_name !== undefined && { entity_name }),
    ...(entity_version !== undefined && { entity_version }),
    creator,
    creation_timestamp: created,
    state,
  }));
}

/** No model runs here, so an answer says what it was asked. */
function answerOf(
  model: string,
  messages: readonly { content?: string }[] | undefined,
  prompt: unknown,
  rows: unknown,
) {
  const base = { id: randomUUID(), model, created: Math.floor(Date.now() / 1000) };
  const said = (text: string): string => `The local workspace runs no models. It was asked: ${text}`;
  const done = { index: 0, finishReason: "stop" };
  if (messages) {
    const message = { role: "assistant", content: said(messages.at(-1)?.content ?? "") };
    return { ...base, object: "chat.completion", choices: [{ ...done, message }] };
  }
  if (prompt !== undefined) {
    return { ...base, object: "text_completion", choices: [{ ...done, text: said(String(prompt)) }] };
  }
  return { predictions: Array.isArray(rows) ? rows : [rows] };
}
