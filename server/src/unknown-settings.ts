/** Environment variables that look like settings and are none: a misspelt one must not leave its default in force. */
import { editDistance } from '../../grammar/index.ts';

/** Nothing but this service has variables that begin with these words. */
const OWN_PREFIXES = ['CLICKTIME', 'ODATA', 'SIMULATOR', 'UPSTREAM', 'OWN_DATA', 'ANSWER'];

/**
 * What Kubernetes and Docker's links set for a service that is called like one of the prefixes, such as
 * `CLICKTIME_SERVICE_HOST`, `CLICKTIME_ODATA_PORT_8080_TCP_ADDR` and `ODATA_ENV_LANG`.
 */
const SERVICE_LINK =
  /_(?:SERVICE_(?:HOST|PORT(?:_[A-Z\d_]+)?)|PORT_\d{1,5}_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO))?|ENV_\w+)$/;

/** What they set besides, by its value: `CLICKTIME_PORT=tcp://10.0.0.7:8080`, `CLICKTIME_NAME=/app/clicktime`. */
const LINK_VALUE = /^(?:(?:tcp|udp|sctp):\/\/|\/[\w./-]+$)/;

/** Whether a variable tells of another service, whatever it is called. */
export const isServiceLink = (name: string, value: string): boolean =>
  SERVICE_LINK.test(name) || (/_(?:PORT|NAME)$/.test(name) && LINK_VALUE.test(value));

/** A sentence for each variable that is probably meant as one of the settings; without any values, which may be secret. */
export function unknownSettings(
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): readonly string[] {
  // Beside a setting that is set, another spelling is another program's.
  const missing = settings.filter((name) => (environment[name] ?? '') === '');
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (settings.includes(name) || isServiceLink(name, value)) return [];
    const isOwn = hasOwnPrefix(name);
    const near = missing.filter((setting) => isNear(name.toUpperCase(), setting, isOwn ? 2 : setting.length));
    if (near.length === 0 && !isOwn) return [];
    const meant = near.length > 0 ? near : likeliest(name, settings);
    return [
      `${name} is no setting of this service${meant.length === 0 ? '.' : `; did you mean ${meant.join(' or ')}?`}${adviceFor(name)}`,
    ];
  });
}

const hasOwnPrefix = (name: string): boolean =>
  OWN_PREFIXES.some((prefix) => `${name.toUpperCase()}_`.startsWith(`${prefix}_`));

/** So few edits off that no other program's variable is called so by chance; numbered ones, such as `PORT0`, are. */
function isNear(name: string, setting: string, limit: number): boolean {
  const most = Math.min(limit, Math.max(1, Math.floor(setting.length / 5)));
  const singular = name.replace(/IES$/, 'Y');
  if (/\d$/.test(name) || Math.abs(singular.length - setting.length) > most) return false;
  return editDistance(singular, setting) <= most;
}

/** The settings that share most words with a name, if that is more than one. */
function likeliest(name: string, settings: readonly string[]): readonly string[] {
  const words = new Set(name.toUpperCase().split('_'));
  const shared = (setting: string): number => setting.split('_').filter((word) => words.has(word)).length;
  const most = Math.max(...settings.map(shared));
  return most < 2 ? [] : settings.filter((setting) => shared(setting) === most);
}

const adviceFor = (name: string): string =>
  /TOKEN|PASSWORD|SECRET|KEY|USER/i.test(name) && hasOwnPrefix(name)
    ? ' This service has no account of its own: everybody signs in with their own API token.'
    : '';
