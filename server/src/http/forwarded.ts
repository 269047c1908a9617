import { isIP } from 'node:net';
import type { RequestHeaders } from '../protocol/message.ts';

/** Where a request comes from, as far as trusted proxies tell. */
export interface Origin {
  /** The address of whoever the outermost trusted proxy was asked by; without proxies the other end of the socket. */
  readonly address: string;
  /** Trusted proxies between there and here. */
  readonly proxies: number;
}

/** Longer chains are forged. */
const MAX_PROXIES = 16;

/** Follows `X-Forwarded-For` from its end, where each proxy adds who asked it, as far as the addresses are trusted. */
export function originOf(
  { headers, remoteAddress }: { readonly headers: RequestHeaders; readonly remoteAddress: string },
  trusts: (address: string) => boolean,
): Origin {
  if (!trusts(remoteAddress)) return { address: remoteAddress, proxies: 0 };
  let address = remoteAddress;
  let proxies = 1;
  for (const [index, text] of (headers['x-forwarded-for'] ?? '').split(',').toReversed().entries()) {
    if (index > 0) proxies += 1;
    const next = addressIn(text);
    if (next === undefined) break;
    address = next;
    if (!trusts(next) || proxies === MAX_PROXIES) break;
  }
  return { address, proxies };
}

/** The address of `10.0.0.5`, `10.0.0.5:51000`, `2001:db8::5` or `[2001:db8::5]:51000`. */
function addressIn(text: string): string | undefined {
  const [, bracketed, plain] = /^\s*(?:\[([^\]]{1,60})\](?::\d{1,5})?|([\d.]{7,15}):\d{1,5})\s*$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text.trim();
  return isIP(address) === 0 ? undefined : address;
}
