/** Whether what was typed can be sent, and whether the service and ClickTime accept it. */
import { dataPhaseObstacle, readServiceUrl, type AddressProblem, type ServiceAddress } from '../shared/service-url.ts';
import { fetchCatalog, fetchCount } from './client.ts';
import { countAddress, initialChoices } from './choices.ts';
import type { Failure, Outcome } from './failure.ts';
import type { Host } from './host.ts';
import type { Program } from './programs/program.ts';
import type { Answers, Session } from './state.ts';

export type UrlProblem = AddressProblem | 'notAllowed';
export type TokenProblem = 'empty' | 'malformed';

interface SignInInput {
  readonly serviceUrl: string;
  readonly token: string;
  readonly program?: Program | undefined;
}

/** What keeps the service URL from being asked, or undefined. */
export function urlProblem(serviceUrl: string, host: Host): UrlProblem | undefined {
  const address = readServiceUrl(serviceUrl);
  if ('problem' in address) return address.problem;
  const allowed = host.kind === 'browser' || host.allowedOrigins.some((pattern) => matchesOrigin(address, pattern));
  return allowed ? undefined : 'notAllowed';
}

/** Tokens travel in a header, which holds printable ASCII alone. */
export function tokenProblem(token: string): TokenProblem | undefined {
  const trimmed = token.trim();
  if (trimmed === '') return 'empty';
  return /^[\x21-\x7e]+$/.test(trimmed) ? undefined : 'malformed';
}

/** Why Tableau would refuse the address later, when it reads data; undefined elsewhere and where nothing is wrong. */
export function laterObstacle(serviceUrl: string): ReturnType<typeof dataPhaseObstacle> {
  const address = readServiceUrl(serviceUrl);
  return 'problem' in address ? undefined : dataPhaseObstacle(address);
}

interface SignedIn {
  readonly session: Session;
  /** Counts that were answered on the way. */
  readonly counts: Answers['counts'];
}

/**
 * Reads the service's metadata, then counts the first entity set, for only a question about data reaches ClickTime and
 * shows whether the token is right. An account that may not read that set has signed in all the same.
 */
export async function checkSignIn(input: SignInInput, host: Host, today: string): Promise<Outcome<SignedIn>> {
  const address = readServiceUrl(input.serviceUrl);
  if ('problem' in address) return { ok: false, failure: { kind: 'unreachable', detail: '' } };
  const connection = { host, root: address.root, token: input.token.trim() };
  const catalog = await fetchCatalog(connection);
  if (!catalog.ok) return catalog;
  const session = { address, token: connection.token, catalog: catalog.value };
  const [first] = catalog.value.entitySets;
  if (first === undefined)
    return { ok: false, failure: { kind: 'notOData', detail: 'The service has no entity sets.' } };
  const { program } = input;
  const { range } = initialChoices(catalog.value, program)[first.name] ?? { range: { kind: 'all' } };
  const url = countAddress({ root: address.root, program }, first, range, today);
  const count = await fetchCount(connection, url);
  if (count.ok) return { ok: true, value: { session, counts: { [url]: { kind: 'known', value: count.value } } } };
  if (!isPermission(count.failure)) return count;
  return { ok: true, value: { session, counts: { [url]: { kind: 'failed', failure: count.failure } } } };
}

const isPermission = (failure: Failure): boolean => failure.kind === 'noPermission';

/** Patterns are origins in which `*` stands for any part of host and port, as in Tableau. */
function matchesOrigin(address: ServiceAddress, pattern: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[a-z0-9._:-]*');
  return new RegExp(`^${source}$`).test(address.origin);
}
