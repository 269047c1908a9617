interface ListenError {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
}

const advice: Readonly<Record<string, (place: string) => string>> = {
  EADDRINUSE: (place) => `Another program listens on ${place} already. Stop it, or set PORT or SIMULATOR_PORT.`,
  EACCES: (place) => `This user may not listen on ${place}. Set PORT to a number above 1023.`,
  EADDRNOTAVAIL: (place) => `This machine has no address for ${place}. Set HOST to one of its own, or to 0.0.0.0.`,
  ENOTFOUND: (place) => `The host name of ${place} is not known. Set HOST to an address of this machine.`,
};

/** A sentence for whoever started the server, where starting failed for a reason outside of it. */
export function startProblem(error: unknown): string | undefined {
  if (!isListenError(error)) return undefined;
  const place = [error.address, error.port].filter((part) => part !== undefined).join(':');
  return advice[error.code]?.(place === '' ? 'the configured address' : place);
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
