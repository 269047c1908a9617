/** What a host is, wherever somebody tells of one that clients are to be sent to. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Addresses that nobody can be reached at: of "this" network, of groups, and reserved ones (RFC 6890). */
const unreachable = new BlockList();
unreachable.addSubnet('0.0.0.0', 8, 'ipv4');
unreachable.addSubnet('224.0.0.0', 3, 'ipv4');
unreachable.addAddress('::', 'ipv6');
unreachable.addSubnet('ff00::', 8, 'ipv6');

/** A name or an address that clients can be sent to, with or without a port (RFC 3986, 3.2.2): every reader of URLs takes it as it is written. */
export function isHost(text: string): boolean {
  const [, v6, name, port = '1'] = /^(?:\[([\da-f:.]{2,45})\]|([\w.-]{1,254}))(?::([1-9]\d{0,4}))?$/i.exec(text) ?? [];
  const isOne =
    v6 === undefined
      ? name !== undefined && (isReachableV4(name) || isHostName(name))
      : isIPv6(v6) && !unreachable.check(v6, 'ipv6');
  return isOne && Number(port) <= 65_535 && URL.canParse(`http://${text}`);
}

const isReachableV4 = (text: string): boolean => isIPv4(text) && !unreachable.check(text, 'ipv4');

/**
 * A name of labels (RFC 1123, 2.1), also with the underscores that containers have. One that ends in a number would be
 * rewritten as an address (WHATWG URL, 3.5), and the name of a scheme is what a doubled `https://` leaves.
 */
function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (text.length > 254 || /^(?:\d+|0x[\da-f]*)$/.test(last)) return false;
  if (labels.length === 1 && /^https?$/.test(last)) return false;
  return labels.every((label) => /^[a-z\d_](?:[\w-]{0,61}\w)?$/.test(label));
}

/** Where a server can listen: a name, or an address without brackets, port and zone. */
export const isListenHost = (text: string): boolean =>
  isIPv4(text) || (isIPv6(text) && !text.includes('%')) || isHostName(text);

/** Whether a host, as URLs write it or as an address, is this machine alone. */
export const isLoopback = (host: string): boolean => /^(?:localhost|\[?::1\]?|(?:::ffff:)?127\.[\d.]+)$/i.test(host);

/** What is wrong with an absolute http or https URL that people gave for a server; nothing where it is one. */
export function urlProblem(text: string): string | undefined {
  const [, written] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? [];
  if (written === undefined) return 'must begin with http:// or https://';
  if (/[\s\\]/.test(text)) return 'must have no blanks and no backslashes';
  if (written.includes('@')) return 'must have no user name and no password';
  if (!URL.canParse(text)) return NO_HOST;
  const { host, search, hash } = new URL(text);
  // Names beyond ASCII are encoded by whoever reads the URL.
  if (!isHost(/[^\0-\x7f]/.test(written) ? host : written)) return NO_HOST;
  return `${search}${hash}` === '' ? undefined : "must have no query ('?') and no fragment ('#')";
}

const NO_HOST =
  'must name a host that people can reach, such as https://odata.example.com or http://192.0.2.7:8080, with a port from 1 to 65535 if any';
