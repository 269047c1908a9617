import { isIP } from 'node:net';
import { compile } from 'proxy-addr';

const KEYWORDS = ['loopback', 'linklocal', 'uniquelocal'];

/** Whether a proxy at an address is trusted, by a list of addresses, networks and keywords. @throws TypeError */
export const trustedProxies = (list: readonly string[]): ((address: string) => boolean) => {
  const trusts = compile([...list]);
  return (address) => trusts(address, 0);
};

/** The parts of a list as people write it, keywords in any letter case. */
export const proxyList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => KEYWORDS.find((keyword) => keyword === part.toLowerCase()) ?? part);

/** What is wrong with such a list, with what to write instead; nothing where it can be used. */
export function proxyListProblem(list: readonly string[]): string | undefined {
  const wrong = list.find((part) => !isUsable(part));
  return wrong === undefined ? undefined : `must be a comma-separated list of proxies' addresses: ${adviceOn(wrong)}`;
}

function isUsable(part: string): boolean {
  if (KEYWORDS.includes(part)) return true;
  const [address = '', range] = part.split('/', 2);
  // The library takes numbers such as 1 for addresses.
  if (isIP(address) === 0 || (range !== undefined && !/^\d{1,3}$/.test(range))) return false;
  try {
    // A network that does not hold its own address would be believed by nobody.
    return trustedProxies([part])(address);
  } catch {
    return false;
  }
}

function adviceOn(part: string): string {
  const shown = `'${part.slice(0, 60)}'`;
  if (/^localhost$/i.test(part)) return `for ${shown} write loopback`;
  if (/^(?:true|yes|on|all|any|\*|\d+|[\d.:]+\/0+)$/i.test(part))
    return `${shown} names none; write loopback for a proxy on this machine, uniquelocal for those of a private network, or an address or network such as 10.0.0.0/8`;
  if (/^(?:false|no|off|none)$/i.test(part)) return `to trust no proxy, leave it unset instead of ${shown}`;
  const [address = ''] = part.split('/', 1);
  if (isIP(address) !== 0)
    return `behind the slash of ${shown} stands a number of bits, from 1 to ${isIP(address) === 4 ? 32 : 128}`;
  return /[g-z]/i.test(part)
    ? `${shown} is a name, and names are not looked up; write the address, or loopback, linklocal or uniquelocal`
    : `${shown} is no address; write one such as 10.0.0.7, a network such as 10.0.0.0/8, or loopback, linklocal or uniquelocal`;
}
