import { isIPv6 } from 'node:net';

/**
 * The addresses that one subscriber has, by a name for all of them: an IPv4 address alone, of IPv6 the network of 64
 * bits, within which anybody may choose.
 */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [before = [], after = []] = address.split('::').map(groupsOf);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0);
  return (
    [...before, ...zeros, ...after]
      .slice(0, 4)
      .map((group) => group.toString(16))
      .join(':') + '::/64'
  );
}

/** Groups of 16 bits; an IPv4 address at the end is two of them, which no network's name holds. */
function groupsOf(text: string): readonly number[] {
  return text.split(':').flatMap((group) => {
    if (group === '') return [];
    return group.includes('.') ? [0, 0] : [Number.parseInt(group, 16)];
  });
}
