import type { Request } from 'express';
import type { Logger } from '../log.ts';
import { type BaseUrlSettings, isAddressUntold } from './base-url.ts';
import { connectionOf } from './message.ts';

/** Warns of a proxy that leaves open which address people type, when it first does. */
export function proxyCheck(log: Logger, settings: BaseUrlSettings): (request: Request) => void {
  let warned = false;
  return (request) => {
    if (warned || !isAddressUntold(connectionOf(request), settings)) return;
    warned = true;
    log.warn(
      { proxy: request.socket.remoteAddress },
      'a trusted proxy does not say which address people type, so links lead to this machine: let it forward X-Forwarded-Proto and X-Forwarded-Host, or set PUBLIC_URL',
    );
  };
}
