/**
 * Environment variables that look like settings and are none: a misspelt one must not leave its default in force. A stop
 * for another program's variable costs more than a misspelt name that shows at once, so the rule is as strict as a miss
 * is costly: a name that only this service has stops the start whatever follows; a setting of several words is
 * recognized in any writing, abbreviated or a few letters off; HOST and PORT, which are close to many words and whose
 * default nobody overlooks, only in another letter case or with two letters swapped.
 */
import { editDistance } from '../../grammar/index.ts';

/** No variable of others begins so, with an underscore behind it or without. */
const OWN_NAMES = ['CLICKTIME', 'ODATA', 'OWNDATA'];
/** First words that no variable of others has. */
const OWN_WORDS = ['SIMULATOR', 'UPSTREAM', 'ANSWER'];

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
  const missing = settings.filter((name) => (environment[name] ?? '').trim() === '');
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (settings.includes(name) || name.length > LONGEST || isServiceLink(name, value)) return [];
    const words = wordsOf(name);
    const isOwn = hasOwnPrefix(words);
    const near = missing.filter((setting) => isMeant(words, setting, isOwn));
    if (near.length === 0 && !isOwn) return [];
    const meant = near.length > 0 ? near : likeliest(words, settings);
    const question = meant.length === 0 ? '.' : `; did you mean ${meant.join(' or ')}?`;
    return [`${name} is no setting of this service${question}${isOwn ? adviceFor(name) : otherwise(meant)}`];
  });
}

/** No setting that is misspelt is longer. */
const LONGEST = 100;

/** Of a name in whatever writing, `clicktimeApiUrl`, `log-level`, `CLICKTIMEURL`, the words as settings have them. */
function wordsOf(name: string): readonly string[] {
  const words = name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '');
  const whole = words.join('');
  const own = OWN_NAMES.find((prefix) => whole.startsWith(prefix));
  const [first = '', ...rest] = words;
  if (own !== undefined && own !== first) return [own, whole.slice(own.length)].filter((word) => word !== '');
  return isSlip(first, 'CLICKTIME', 2) ? ['CLICKTIME', ...rest] : words;
}

const hasOwnPrefix = (words: readonly string[]): boolean =>
  OWN_NAMES.some((name) => words.join('').startsWith(name)) || OWN_WORDS.includes(words[0] ?? '');

function isMeant(words: readonly string[], setting: string, isOwn: boolean): boolean {
  const parts = setting.split('_');
  const [whole, goal] = [words.join(''), parts.join('')];
  if (whole === goal) return true;
  if (parts.length === 1) return isSwapped(whole, goal);
  // Numbered names, such as PORT0, are others'.
  if (/^\d/.test(whole.slice(-1))) return false;
  const most = Math.max(1, Math.floor(setting.length / 5));
  return isSlip(whole.replace(/IES$/, 'Y'), goal, isOwn ? Math.min(2, most) : most) || abbreviates(whole, parts);
}

const isSlip = (a: string, b: string, most: number): boolean =>
  Math.abs(a.length - b.length) <= most && editDistance(a, b) <= most;

/** The same letters, of which two beside each other are swapped. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = Array.from(a).findIndex((letter, index) => letter !== b[index]);
  return `${a.slice(0, at)}${a[at + 1] ?? ''}${a[at] ?? ''}${a.slice(at + 2)}` === b;
}

/** Whether a text has a short form of each word, or of two at least and nothing behind them: LOGLVL, MAX_URL_LEN, REQUEST_CPU. */
function abbreviates(text: string, words: readonly string[], used = 0): boolean {
  const [word, ...rest] = words;
  if (text === '') return word === undefined || used >= 2;
  if (word === undefined) return false;
  return shortForms(word).some((form) => text.startsWith(form) && abbreviates(text.slice(form.length), rest, used + 1));
}

/** A beginning of at least three letters, the word without its vowels, or what stands for this product's name. */
function shortForms(word: string): readonly string[] {
  const beginnings = Array.from({ length: Math.max(0, word.length - 2) }, (_, index) => word.slice(0, index + 3));
  const consonants = `${word[0] ?? ''}${word.slice(1).replaceAll(/[AEIOU]/g, '')}`;
  return [...new Set([word, ...beginnings, consonants, ...(word === 'CLICKTIME' ? ['CT'] : [])])];
}

/** The settings that share most words with a name, if that is more than one. */
function likeliest(words: readonly string[], settings: readonly string[]): readonly string[] {
  const shared = (setting: string): number => setting.split('_').filter((word) => words.includes(word)).length;
  const most = Math.max(...settings.map(shared));
  return most < 2 ? [] : settings.filter((setting) => shared(setting) === most);
}

const otherwise = ([meant = '']: readonly string[]): string =>
  ` If another program needs it, set ${meant} as well, then it is left alone.`;

const adviceFor = (name: string): string =>
  /TOKEN|PASSWORD|SECRET|KEY|USER/i.test(name)
    ? ' This service has no account of its own: everybody signs in with their own API token.'
    : '';
