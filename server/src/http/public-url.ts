import { urlProblem } from '../util/host.ts';
import { withoutTrailing } from '../util/without-trailing.ts';
import { ROOT_PATH } from '../protocol/request-target.ts';

/** Part of this service's own paths, as people copy them. Behind it, or in front, another server's path may stand. */
const OWN_TAIL = /\/(?:odata|v4|connect|health|ready)(?:\/(?:\$[^/]*|index\.html))?$/i;

/**
 * What is wrong with an address for links to begin with; nothing where it is fit. One that ends in part of the service's
 * own path may be meant with that part or without, and what is guessed wrong leads every link astray.
 */
export function publicUrlProblem(text: string): string | undefined {
  const problem = urlProblem(text);
  if (problem !== undefined) return problem;
  const { origin, pathname } = new URL(text);
  if (rootIn(pathname) >= 0) return undefined;
  const path = withoutTrailing(pathname, '/');
  const at = path.search(OWN_TAIL);
  if (at < 0) return undefined;
  const front = `${origin}${path.slice(0, at)}`;
  return `must not end in '${path.slice(at)}', which is part of this service's own path: write ${front}${ROOT_PATH}, or, if people type '${path.slice(at)}' in front of that, ${origin}${path}${ROOT_PATH}`;
}

/**
 * The address that links begin with, without a slash at its end, of a fit URL that people gave for it; who gave the
 * service root or something below it means what is in front of that.
 */
export function publicUrlOf(text: string): string {
  const { origin, pathname } = new URL(text);
  const root = rootIn(pathname);
  return withoutTrailing(`${origin}${root < 0 ? pathname : pathname.slice(0, root)}`, '/');
}

const rootIn = (pathname: string): number => `${pathname}/`.toLowerCase().indexOf(ROOT_PATH);
