import type { Request } from 'express';
import type { Logger } from '../log.ts';
import { type BaseUrlSettings, type Untold, untoldAddress } from './base-url.ts';
import type { Origin } from './forwarded.ts';
import { connectionOf } from './message.ts';

const warnings: Readonly<Record<Untold, string>> = {
  Nothing:
    'a trusted proxy does not say which address people type, so links lead to this machine: let it forward X-Forwarded-Proto and X-Forwarded-Host, or set PUBLIC_URL',
  NoHost:
    'a trusted proxy forwards an X-Forwarded-Host that is no host, so links lead to this machine: let it forward the host people type, or set PUBLIC_URL',
  Untrusted:
    'a request was forwarded by somebody whom TRUST_PROXY does not name, so links lead to this machine: if that is your proxy, set PUBLIC_URL, and TRUST_PROXY to its address',
};

/** Warns, once of each kind, of proxies that leave open which address people type. */
export function proxyCheck(log: Logger, settings: BaseUrlSettings): (request: Request, origin: Origin) => void {
  const warned = new Set<Untold>();
  return (request, origin) => {
    const untold = untoldAddress(connectionOf(request), origin, settings);
    if (untold === undefined || warned.has(untold)) return;
    warned.add(untold);
    log.warn({ proxy: request.socket.remoteAddress }, warnings[untold]);
  };
}
