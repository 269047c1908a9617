/** Answers that are not ClickTime's own: proxies, gateways and firewalls on the way answer in its place. */
import type { RawAnswer } from './envelope.ts';
import { printable } from './printable.ts';

const LONGEST_WORDS = 80;
const LONGEST_SERVER = 40;
/** Of a page, the part in which its first words are looked for. */
const BEGINNING = 2_000;

/** What came, for people who can find out where from: `status 403 and text/html, sent by 'nginx': "403 Forbidden"`. */
export function describeForeign({ status, mediaType, server, body }: RawAnswer): string {
  const sender = printable(server ?? '', LONGEST_SERVER).replaceAll("'", '');
  const words = firstWords(body).replaceAll('"', "'");
  return [
    `status ${status} and ${body === '' ? 'no content' : mediaType}`,
    sender === '' ? '' : `, sent by '${sender}'`,
    words === '' ? '' : `: "${words}"`,
  ].join('');
}

/** The title of a page, or else how its text begins. */
function firstWords(body: string): string {
  const beginning = body.slice(0, BEGINNING);
  const title = /<title[^<>]{0,100}>([^<]+)/i.exec(beginning)?.[1];
  return printable(title ?? beginning.replaceAll(/<[^<>]*>?/g, ' '), LONGEST_WORDS);
}
