/** What `--check` prints: the settings, what they come to, and what of it somebody may not have meant. */
import { type Config, settings, SIMULATOR } from './config.ts';
import { madeUpWarning } from './made-up.ts';
import { settingsShown } from './settings-shown.ts';
import { requestMemory } from './request-memory.ts';
import { isLoopback } from './util/host.ts';
import { MEGABYTE } from './util/megabyte.ts';

/** Settings, meaning and advice as lines for people; nothing secret is in them. */
export function checked(config: Config): string {
  const lines = Object.entries(settingsShown(config)).map(([name, text]) => {
    const isDefault = text === settings[name as keyof typeof settings].defaultText;
    return `  ${name}=${text}${isDefault ? '  (default)' : ''}`;
  });
  const notes = advice(config);
  return `Settings:
${lines.join('\n')}

They mean:
${meaning(config)
  .map((line) => `  ${line}`)
  .join('\n')}
${notes.length === 0 ? '' : `\nWas that meant?\n${notes.map((line) => `  ${line}`).join('\n')}\n`}
The settings can be used. Nothing was started, and nobody was asked.
`;
}

const ANY_PORT = '<any free port>';

function meaning(config: Config): readonly string[] {
  const { HOST, PORT, PUBLIC_URL, CLICKTIME_API_URL: api, UPSTREAM_REQUESTS: requests, METRICS_PORT: metrics } = config;
  const host = HOST.includes(':') ? `[${HOST}]` : HOST;
  const listening = `http://${host}:${PORT === 0 ? ANY_PORT : PORT}`;
  const isReal = api !== undefined && api !== SIMULATOR;
  const counted =
    config.REDIS_URL === undefined ? 'counted by this server alone' : 'counted with all servers at that Redis';
  return [
    `It listens at ${listening}; links lead to ${PUBLIC_URL ?? listening}/odata/v4/${config.TRUST_PROXY.length > 0 && PUBLIC_URL === undefined ? ', or where a trusted proxy says' : ''}.`,
    isReal ? `Rows come from ${api}.` : 'Rows are made up by the embedded simulator.',
    isReal && requests > 0
      ? `Each API token gets at most ${requests} requests to ClickTime in ${config.UPSTREAM_WINDOW_SECONDS} s, ${counted}.`
      : 'Requests upstream are not counted.',
    `Answers in flight share ${Math.floor(requestMemory(config) / MEGABYTE)} MB; ${config.UPSTREAM_CACHE_MB + config.ANSWER_CACHE_MB} MB more may be remembered.`,
    metrics === undefined
      ? 'No metrics are told.'
      : `Metrics are told to everybody who reaches http://${host}:${metrics === 0 ? ANY_PORT : metrics}/metrics.`,
  ];
}

/** Settings that are right each by itself, and probably wrong together. */
function advice(config: Config): readonly string[] {
  const { HOST, PUBLIC_URL, CLICKTIME_API_URL: api, REQUEST_TIMEOUT_MS, PAGE_TIME_BUDGET_MS } = config;
  const questions: readonly (readonly [boolean, string])[] = [
    [api === undefined, madeUpWarning],
    [
      !isLoopback(HOST) && PUBLIC_URL === undefined && config.TRUST_PROXY.length === 0,
      'Other machines can reach this server, but links lead to where it listens: set PUBLIC_URL to what people type.',
    ],
    [
      !isLoopback(HOST) && PUBLIC_URL?.startsWith('https:') !== true,
      'API tokens would travel unencrypted: put a proxy with a certificate in front, and set PUBLIC_URL to its https address.',
    ],
    [
      api?.startsWith('http://') === true && !isLoopback(new URL(api).hostname),
      'CLICKTIME_API_URL is not https: API tokens would travel to it unencrypted.',
    ],
    [
      PUBLIC_URL?.startsWith('https:') === true && config.TRUST_PROXY.length === 0,
      'Behind a proxy, name it in TRUST_PROXY: else all strangers seem to come from one address.',
    ],
    [
      PAGE_TIME_BUDGET_MS + config.UPSTREAM_TIMEOUT_MS > REQUEST_TIMEOUT_MS,
      'REQUEST_TIMEOUT_MS is less than PAGE_TIME_BUDGET_MS and UPSTREAM_TIMEOUT_MS together: one slow answer of ClickTime makes a page fail.',
    ],
  ];
  return questions.filter(([isAsked]) => isAsked).map(([, text]) => text);
}
