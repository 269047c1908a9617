import type { RequestHandler } from 'express';
import type { ODataResponse } from '../protocol/message.ts';
import { send } from './send.ts';

/** Something outside of this process that it needs. */
export interface Need {
  readonly name: string;
  /** In a few words, for people. */
  readonly state: string;
  /** Whether requests may be sent here as far as this goes. */
  readonly isMet: boolean;
}

/** Probes of orchestrators come every few seconds. */
const RETRY_SECONDS = '5';

/** Answers whether requests are to be sent to this server: 200, or 503 with what is missing. */
export function readiness(needs: () => readonly Need[], isStopping: () => boolean): RequestHandler {
  return (_, response) => {
    const server: Need = { name: 'server', state: isStopping() ? 'stopping' : 'running', isMet: !isStopping() };
    void send(response, readinessOf([server, ...needs()]), {});
  };
}

function readinessOf(needs: readonly Need[]): ODataResponse {
  const isReady = needs.every(({ isMet }) => isMet);
  const states = Object.fromEntries(needs.map(({ name, state }) => [name, state]));
  return {
    status: isReady ? 200 : 503,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(isReady ? {} : { 'Retry-After': RETRY_SECONDS }),
    },
    body: JSON.stringify({ status: isReady ? 'ready' : 'not ready', ...states }),
  };
}
