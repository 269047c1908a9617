/** The settings: one table that the server, its help text and the README's table are made from. */
import { z } from 'zod';
import { publicUrlOf, publicUrlProblem } from './http/public-url.ts';
import { pinnedNamesProblem, pinsIn } from './pinned-names.ts';
import { proxyList, proxyListProblem } from './http/trusted-proxies.ts';
import { type LogLevel, logLevels } from './log.ts';
import { isServiceLink, unknownSettings } from './unknown-settings.ts';
import { isHost, isListenHost, urlProblem } from './util/host.ts';
import { timeZoneOf, timeZoneProblem } from './util/time-zone.ts';
import { Secret } from './util/secret.ts';
import { withoutTrailing } from './util/without-trailing.ts';

interface Setting<Value> {
  /** As it would be written in the environment; empty where unset means something of its own. */
  readonly defaultText: string;
  readonly help: string;
  readonly parse: z.ZodType<Value, string>;
  /** Its value is never shown, right or wrong. */
  readonly isSecret?: boolean;
}

const setting = <Value>(defaultText: string, parse: z.ZodType<Value, string>, help: string): Setting<Value> => ({
  defaultText,
  help,
  parse,
});

const secretSetting = <Value>(parse: z.ZodType<Value, string>, help: string): Setting<Value> => ({
  ...setting('', parse, help),
  isSecret: true,
});

/** A whole number within bounds. */
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const port = whole(0, 65_535);
/** A text that has no problem; problems are sentences without a subject. */
const fit = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
const host = z
  .string()
  .refine(
    isListenHost,
    'must be a host name or address to listen on, without a port, such as 127.0.0.1, or 0.0.0.0 for all',
  );
const publicUrl = fit((text) => (text === '' ? undefined : publicUrlProblem(text))).transform((text) =>
  text === '' ? undefined : publicUrlOf(text),
);
/** As the setting's value: serve the embedded simulator, asked for by name. */
export const SIMULATOR = 'simulator';
const apiUrl = fit((text) => {
  const problem = text === '' || text === SIMULATOR ? undefined : urlProblem(text);
  return problem === undefined ? undefined : `${problem}, or be ${SIMULATOR}`;
}).transform((text) => (text === '' ? undefined : withoutTrailing(text, '/')));
const timeZone = fit(timeZoneProblem).transform(timeZoneOf);
const toSecret = (text: string): Secret | undefined => (text === '' ? undefined : new Secret(text));
const redisUrl = z
  .string()
  .refine(
    (text) => text === '' || isRedisUrl(text),
    'must be a URL such as redis://127.0.0.1:6379, or rediss://user:password@host:port/0 with TLS',
  )
  .transform(toSecret);
const sharedSecret = z
  .string()
  .refine((text) => text === '' || text.length >= 16, 'must have at least 16 characters')
  .transform(toSecret);
const proxies = fit((text) => proxyListProblem(proxyList(text))).transform(proxyList);
const onOrOff = z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');
const logLevel = z
  .string()
  .transform((text) => logLevels.find((level) => level === text))
  .refine((level): level is LogLevel => level !== undefined, `must be one of ${logLevels.join(', ')}`);

/** By environment variable, in the order people look for them. */
export const settings = {
  HOST: setting('127.0.0.1', host, 'Address to listen on; `0.0.0.0` for all'),
  PORT: setting('8080', port, 'Port to listen on; 0 takes any free one'),
  PUBLIC_URL: setting(
    '',
    publicUrl,
    'What people type to reach this server; links begin with it. `/odata/v4/` at its end may be left out',
  ),
  TRUST_PROXY: setting(
    '',
    proxies,
    'Proxies whose `X-Forwarded-For`, `-Proto`, `-Host`, `-Port` and `-Prefix` are believed: addresses, networks, or `loopback`, `linklocal`, `uniquelocal`',
  ),
  TIME_ZONE: setting(
    'UTC',
    timeZone,
    'Time zone, by its IANA name, in which the days of service roots such as `last-90-days` are counted',
  ),
  CLICKTIME_API_URL: setting(
    '',
    apiUrl,
    "ClickTime's address, `https://api.clicktime.com/v2`; `simulator`: made-up data of the embedded simulator; unset: the same with a warning",
  ),
  SIMULATOR_PORT: setting('8081', port, 'Port of the embedded simulator'),
  OWN_DATA_FALLBACK: setting(
    'off',
    onOrOff,
    "`on`: an account that ClickTime refuses the company's list reads its own records instead; `off`: it gets 403",
  ),
  CUSTOM_FIELD_COLUMNS: setting(
    'on',
    onOrOff,
    '`on`: custom fields are columns, too, for whoever may read their definitions; `off`: they are in `CustomFields` and `CustomFieldsStr` alone',
  ),
  CUSTOM_FIELD_NAMES: setting(
    '',
    fit(pinnedNamesProblem).transform(pinsIn),
    'Names of such columns that stay when ClickTime renames or deletes the field, by its ID: `Jobs/ID=CF_Region,Users/ID=CF_Badge:String`; `:String` reads its values as text',
  ),
  PAGE_SIZE: setting('5000', whole(1, 100_000), 'Entities on a page at most'),
  PAGE_TIME_BUDGET_MS: setting('10000', whole(100, 600_000), 'Time after which a page ends with what it has'),
  REQUEST_TIMEOUT_MS: setting('110000', whole(1_000, 3_600_000), 'Time after which a request fails'),
  REQUEST_CPU_MS: setting('10000', whole(100, 3_600_000), 'Computing that one request may take'),
  REQUEST_MEMORY_MB: setting(
    '',
    fit((text) =>
      text === '' || (/^\d{1,7}$/.test(text) && Number(text) >= 16)
        ? undefined
        : 'must be a whole number from 16 to 9999999',
    ).transform((text) => (text === '' ? undefined : Number(text))),
    "Memory for the answers of all requests in flight; unset: half of Node's heap, less what the caches take",
  ),
  UPSTREAM_TIMEOUT_MS: setting('30000', whole(100, 600_000), 'Time ClickTime has for one answer'),
  UPSTREAM_REQUESTS: setting(
    '10',
    whole(0, 1_000_000),
    'Requests to ClickTime per window and API token; 0 and the embedded simulator know no bound',
  ),
  UPSTREAM_WINDOW_SECONDS: setting('5', whole(1, 3_600), 'Length of that window'),
  REDIS_URL: secretSetting(
    redisUrl,
    'Redis or Valkey through which several of these servers keep to that limit together; unset: each keeps it alone',
  ),
  REDIS_SECRET: secretSetting(
    sharedSecret,
    'With `REDIS_URL`: at least 16 characters, the same for all those servers, that make the names of API tokens in Redis unguessable',
  ),
  UPSTREAM_CACHE_SECONDS: setting(
    '60',
    whole(0, 3_600),
    'How long reference sets and first pages read from ClickTime serve the same token again; 0 keeps none',
  ),
  UPSTREAM_CACHE_MB: setting('16', whole(0, 100_000), "Size of ClickTime's answers that are kept for that"),
  ANSWER_CACHE_SECONDS: setting(
    '10',
    whole(0, 3_600),
    'How long an answer is given again to the same caller asking the same; 0 keeps none',
  ),
  ANSWER_CACHE_MB: setting('32', whole(0, 100_000), 'Memory for such answers'),
  // An entity with the longest ID, percent-encoded, has an address of nearly 4,000.
  MAX_URL_LENGTH: setting('32768', whole(4_000, 100_000), 'Characters of a URL; what a next link adds does not count'),
  MAX_SORT_ROWS: setting('200000', whole(1, 10_000_000), 'Entities that may be sorted for one answer'),
  MAX_EXPANDED_ROWS: setting('100000', whole(1, 10_000_000), 'Related entities that may be read for one page'),
  MAX_GROUPS: setting(
    '100000',
    whole(1, 10_000_000),
    'Groups, rows and distinct values that `$apply` may hold at once for one answer',
  ),
  METRICS_PORT: setting(
    '',
    z
      .string()
      .transform((text) => (text === '' ? undefined : text))
      .pipe(port.optional()),
    'Port of its own, at the address in `HOST`, that tells metrics for Prometheus at `/metrics`; unset: none',
  ),
  LOG_LEVEL: setting(
    'info',
    logLevel,
    `Least severe log lines to write: ${logLevels.map((level) => `\`${level}\``).join(', ')}`,
  ),
} as const;

type Settings = typeof settings;
export type SettingName = keyof Settings;

/** The settings' values. */
export type Config = { readonly [Name in SettingName]: z.output<Settings[Name]['parse']> };

/** The environment does not make a configuration; the message names every value that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration of an environment, frozen. An empty value counts as unset.
 * @throws ConfigError
 */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [...unknownSettings(environment, Object.keys(settings))];
  const values: Record<string, unknown> = {};
  for (const [name, { defaultText, parse, isSecret }] of Object.entries<Setting<unknown>>(settings)) {
    const given = environment[name]?.trim() ?? '';
    const text = given === '' || isServiceLink(name, given) ? defaultText : given;
    const result = parse.safeParse(text);
    if (result.success) values[name] = result.data;
    else {
      const shown = isSecret === true ? '' : `; it is '${text.slice(0, 100)}'`;
      problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}${shown}`);
    }
  }
  if (values['REDIS_URL'] !== undefined && (environment['REDIS_SECRET'] ?? '').trim() === '')
    problems.push(
      'REDIS_SECRET must be set where REDIS_URL is: the same text of at least 16 characters for all servers',
    );
  if (problems.length > 0)
    throw new ConfigError(`Invalid settings:\n${problems.map((line) => `- ${line}`).join('\n')}`);
  // oxlint-disable-next-line no-unsafe-type-assertion -- each value came out of its own setting's parser
  return Object.freeze(values) as Config;
}

/** The README's table of settings, in Markdown. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([name, { defaultText, help }]) =>
      `| \`${name}\` | ${defaultText === '' ? '(unset)' : `\`${defaultText}\``} | ${help} |`,
  );
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host: redisHost, pathname, search, hash } = new URL(text);
  return /^rediss?:$/.test(protocol) && isHost(redisHost) && /^\/?\d{0,4}$/.test(pathname) && `${search}${hash}` === '';
}
