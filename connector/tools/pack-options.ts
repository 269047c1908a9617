/** The command line of `npm run pack:connector`: what is known to be wrong is refused, what is plainly meant is mended. */
import { parseArgs } from 'node:util';
import { memberOf } from '../shared/json-object.ts';
import {
  dataPhaseObstacle,
  readServiceUrl,
  type AddressProblem,
  type DataPhaseObstacle,
  type ServiceAddress,
} from '../shared/service-url.ts';

/** Where `npm start` serves. */
const TRIAL_URL = 'http://127.0.0.1:8080/odata/v4/';
const ROOT_PATH = '/odata/v4/';

export const usage = `Usage: npm run pack:connector -- --service-url <URL> [options]
  --service-url <URL>      service root the wizard begins with (${TRIAL_URL}, for trying out)
  --allow <origin>         another origin the connector may reach, such as https://*.company.com; may be repeated
  --support-email <email>  who answers questions; else the one in connector/connector.json
  --help                   says this

Writes dist/clicktime.taco. Packing accepts the licence and the EULA of Tableau's toolkit (connector/README.md).
`;

/** A command line or a definition that cannot be packed; the message says what to write instead. */
export class PackProblem extends Error {
  override readonly name = 'PackProblem';
}

export interface PackOptions {
  readonly address: ServiceAddress;
  readonly allowedOrigins: readonly string[];
  readonly email: string;
  /** Why the file is for trying out alone; undefined where Tableau reads from this address. */
  readonly obstacle: DataPhaseObstacle | undefined;
  /** What was mended, one sentence each. */
  readonly mended: readonly string[];
}

/**
 * What to pack, or undefined when help is asked for; `definition` is what `connector.json` holds.
 *
 * @throws PackProblem
 */
export function packOptions(args: readonly string[], definition: unknown): PackOptions | undefined {
  const { help, allow = [], ...values } = parse(args);
  if (help === true) return undefined;
  const given = values['service-url'] ?? TRIAL_URL;
  const address = addressOf(given);
  const obstacle = dataPhaseObstacle(address);
  refuseExample('--service-url', address.host);
  const mended = given.trim() === address.root ? [] : [`--service-url is read as ${address.root}`];
  const email = emailOf(values['support-email'] ?? memberOf(memberOf(definition, 'vendor'), 'email'), obstacle);
  const allowedOrigins = [...new Set([address.origin, ...allow.map(originOf)])];
  return { address, allowedOrigins, email, obstacle, mended };
}

const text = { type: 'string' } as const;
const known = {
  'service-url': text,
  allow: { ...text, multiple: true },
  'support-email': text,
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    // What Node says behind the first sentence is about programs that take other arguments.
    const message = error instanceof Error ? error.message : String(error);
    throw new PackProblem(`${message.split(/\.(?:\s|$)/, 1).join('')}.`, { cause: error });
  }
}

const problems: Readonly<Record<AddressProblem, string>> = {
  empty: 'is empty',
  noScheme: 'must begin with https://',
  noHost: 'has no host name behind https://',
  credentialsInUrl: 'must hold neither user name nor password',
  malformed: 'is no URL',
};

function addressOf(given: string): ServiceAddress {
  const address = readServiceUrl(withScheme(given.trim()));
  if ('problem' in address)
    throw new PackProblem(`--service-url ${problems[address.problem]}. It looks like https://host${ROOT_PATH}`);
  const { root, origin } = address;
  const at = root.toLowerCase().indexOf(ROOT_PATH, origin.length);
  if (at >= 0) return { ...address, root: `${root.slice(0, at)}${ROOT_PATH}` };
  if (root === `${origin}/`) return { ...address, root: `${origin}${ROOT_PATH}` };
  // Part of the path may be the service's own, or all of it another server's.
  const front = root.replace(/\/(?:odata\/|v4\/|connect\/|health\/)+$/i, '/');
  throw new PackProblem(
    `--service-url has no ${ROOT_PATH} in its path: write ${front.slice(0, -1)}${ROOT_PATH}, or wherever the service root is.`,
  );
}

/** An address typed as people say it; only this computer is reached by http. */
function withScheme(given: string): string {
  if (!/^[\w.-]+(?::\d+)?(?:\/|$)/.test(given)) return given;
  return `${/^(?:localhost|127\.[\d.]+)(?:[:/]|$)/i.test(given) ? 'http' : 'https'}://${given}`;
}

function originOf(given: string): string {
  const origin = given.trim().toLowerCase().replace(/\/$/, '');
  if (!/^https?:\/\/[a-z\d*](?:[a-z\d.*_-]{0,250})(?::[\d*]{1,5})?$/.test(origin))
    throw new PackProblem('--allow takes an origin without a path, such as https://*.company.com');
  return origin;
}

function emailOf(given: unknown, obstacle: DataPhaseObstacle | undefined): string {
  const email = typeof given === 'string' ? given.trim() : '';
  const [, domain] = /^[^\s@]{1,64}@([^\s@]{1,250})$/.exec(email) ?? [];
  const source = 'The support address, --support-email or vendor.email in connector/connector.json,';
  if (domain === undefined) throw new PackProblem(`${source} must be an e-mail address.`);
  // For trying out there is nobody to ask.
  if (obstacle === undefined) refuseExample(source, domain);
  return email;
}

/** Domains that stand for others in manuals and belong to nobody (RFC 2606). */
const EXAMPLES = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid)\.?$/i;

function refuseExample(what: string, host: string): void {
  if (EXAMPLES.test(host)) throw new PackProblem(`${what} is still an example (${host}): write your own.`);
}
