import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EntityName, FieldsByEntity } from './records.ts';
import type { Fault, FaultAction, Faults } from './faults.ts';
import type { Mutations } from './mutations.ts';
import type { RequestLog } from './request-log.ts';
import type { Tokens } from './tokens.ts';
import { isObject } from '../src/util/json-object.ts';
import { permissions } from './api/caller.ts';
import { entityNames } from './records.ts';

/** `/__simulator/...`: faults, request log and changes for tests in other processes. Not part of ClickTime's API. */

/** What the control paths steer. */
interface ControlTargets {
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly mutate: Mutations;
  readonly tokens: Tokens;
  readonly describe: () => object;
}

type Handler = (body: unknown) => object;

class ControlProblem extends Error {}

const bodyBound = 1_000_000;

/** Answers one control request. */
export async function control(
  targets: ControlTargets,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?');
  const handler = handlers(targets)[`${request.method ?? 'GET'} ${path.replace(/\/$/, '')}`];
  try {
    if (handler === undefined)
      throw new ControlProblem(`No control '${request.method} ${path}'; see the simulator's README.`);
    reply(response, 200, handler(await readJson(request)));
  } catch (error) {
    reply(response, 400, { error: error instanceof Error ? error.message : 'failed' });
  }
}

function handlers({ faults, requests, mutate, tokens, describe }: ControlTargets): Readonly<Record<string, Handler>> {
  return {
    'GET /__simulator': describe,
    'GET /__simulator/faults': () => ({ pending: faults.pending(), fired: faults.fired() }),
    'POST /__simulator/faults': (body) => ({ id: faults.add(decodeFault(body)) }),
    'DELETE /__simulator/faults': () => {
      faults.clear();
      return {};
    },
    'GET /__simulator/requests': () => ({
      count: requests.count(),
      statuses: Object.fromEntries(requests.statuses()),
      inFlight: requests.inFlight(),
      requests: requests.all(),
    }),
    'DELETE /__simulator/requests': () => {
      requests.reset();
      return {};
    },
    'GET /__simulator/mutations': () => ({ version: mutate.version(), log: mutate.log() }),
    'POST /__simulator/mutations': (body) => applyMutation(mutate, body),
    'POST /__simulator/tokens': (body) => changeToken(tokens, body),
  };
}

/** `{ token, user, permissions? }` adds a token, `{ token, revoke: true }` takes it away. */
function changeToken(tokens: Tokens, body: unknown): object {
  if (!isObject(body) || typeof body['token'] !== 'string') throw new ControlProblem("'token' must be text.");
  const { token, user, permissions: wanted, revoke } = body;
  if (revoke === true) tokens.revoke(token);
  else if (typeof user !== 'number') throw new ControlProblem("'user' must be the number of a user.");
  else tokens.add(token, user, Array.isArray(wanted) ? permissions.filter((name) => wanted.includes(name)) : undefined);
  return {};
}

function applyMutation(mutate: Mutations, body: unknown): object {
  if (!isObject(body) || !isEntityName(body['entity']))
    throw new ControlProblem(`'entity' must be one of ${entityNames.join(', ')}.`);
  const { entity, id, kind, fields = {} } = body;
  if (!isFields(entity, fields)) throw new ControlProblem("'fields' must be an object of the record's fields.");
  if (kind === 'insert') return { record: mutate.insert(entity, fields), version: mutate.version() };
  if (typeof id !== 'string') throw new ControlProblem("'id' must be the record's ID.");
  if (kind === 'update') return { record: mutate.update(entity, id, fields), version: mutate.version() };
  if (kind === 'delete') return { deleted: mutate.delete(entity, id), version: mutate.version() };
  throw new ControlProblem("'kind' must be insert, update or delete.");
}

const actionKinds: Readonly<Record<FaultAction['kind'], readonly string[]>> = {
  status: ['status'],
  delay: ['milliseconds'],
  stall: [],
  reset: [],
  truncate: [],
  html: ['status'],
  garble: ['how'],
  shape: ['shape'],
  page: ['lie'],
  ties: ['field'],
  insertRows: ['entity', 'count'],
  deleteRows: ['entity', 'count'],
};

function isAction(value: unknown): value is FaultAction {
  if (!isObject(value) || typeof value['kind'] !== 'string') return false;
  const needed = Object.entries(actionKinds).find(([kind]) => kind === value['kind'])?.[1];
  return needed?.every((name) => name in value) ?? false;
}

function decodeFault(body: unknown): Fault {
  if (!isObject(body) || !isAction(body['action'])) {
    throw new ControlProblem(
      `'action' must be an object with a 'kind' (${Object.keys(actionKinds).join(', ')}) and what it needs.`,
    );
  }
  const { match = {}, skip = 0, times = 1, action } = body;
  if (!isObject(match) || typeof skip !== 'number' || (typeof times !== 'number' && times !== 'always')) {
    throw new ControlProblem("'match' must be an object, 'skip' a number, 'times' a number or \"always\".");
  }
  const text = (name: string): string | undefined => (typeof match[name] === 'string' ? match[name] : undefined);
  const caller = (['admin', 'manager', 'standard', 'anonymous'] as const).find((name) => name === match['caller']);
  const [path, query, user] = [text('path'), text('query'), match['user']];
  return {
    match: {
      path,
      query,
      caller,
      user: typeof user === 'number' ? user : undefined,
    },
    skip,
    times: times === 'always' ? Infinity : times,
    action,
  };
}

function isEntityName(value: unknown): value is EntityName {
  return entityNames.some((name) => name === value);
}

function isFields<E extends EntityName>(_entity: E, value: unknown): value is Partial<Omit<FieldsByEntity[E], 'ID'>> {
  return isObject(value) && !('ID' in value);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > bodyBound) throw new ControlProblem('The body is too large.');
  }
  return text === '' ? undefined : JSON.parse(text);
}

function reply(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length });
  response.end(bytes);
}
