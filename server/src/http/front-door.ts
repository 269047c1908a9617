/**
 * What people see who open the service in a browser without knowing where to go: the connect page, or a page that leads
 * there. Programs get what they always get: the challenge, OData's errors, the directory.
 */
import type { ODataError } from '../errors/odata-error.ts';
import { errorResponse } from '../protocol/error-response.ts';
import type { ODataResponse, RequestHeaders } from '../protocol/message.ts';
import { prefersHtml } from '../protocol/negotiate.ts';
import { isRoot } from '../bind/roots/read-root.ts';
import { escapeUnsafe } from '../protocol/links.ts';
import { rootedPath } from '../protocol/service-root.ts';
import { suggestions } from '../util/did-you-mean.ts';
import { clip } from '../util/shown.ts';
import { CONNECT_PATH } from './connect-page.ts';
import { ROOT_PATH } from '../protocol/request-target.ts';
import { signpost, signpostHeaders } from './signpost.ts';

/** Where a visitor stands. */
export interface Visit {
  /** As it came; begins with one slash. */
  readonly path: string;
  /** The public address without a slash at its end, where configuration or a trusted proxy tells it. */
  readonly told: string | undefined;
  readonly serviceRoot: string;
}

/** Paths of which only the beginning was typed: whoever sends them wants to begin. */
const BEGINNINGS = /^\/(?:odata\/?)?$/i;
const CONNECT_PAGE = `${CONNECT_PATH}/`;
const PLACES = [CONNECT_PAGE, ROOT_PATH, `${ROOT_PATH}$metadata`, '/health', '/ready'];
/** Other services have their root, or this one's without its beginning, at such a path. */
const LIKE_ROOT = /^\/(?:odata|v\d|api|\$metadata)(?:[^a-z]|$)/i;

/** Whether somebody without credentials looks on: HTML is named by the Accept header and liked better than JSON. */
export const isVisitor = (headers: RequestHeaders): boolean =>
  headers['authorization'] === undefined && prefersHtml(headers['accept']);

/** What a visitor gets at a path that is not behind the service root: the connect page, or a 404 that leads there. */
export function frontDoor(visit: Visit): ODataResponse {
  const { path } = visit;
  if (BEGINNINGS.test(path)) {
    return { status: 302, headers: { Location: wayTo(CONNECT_PAGE, visit), 'Cache-Control': 'no-store' } };
  }
  const near = suggestions(path, PLACES);
  const meant = rootMeant(path) ?? (near.length === 0 && LIKE_ROOT.test(path) ? [ROOT_PATH] : near.slice(0, 2));
  const body = page(visit, {
    title: 'There is nothing at this address',
    text: `This server has no ${clip(path, 200)}.`,
    meant: meant.map((place) => ({ shown: place, href: wayTo(place, visit) })),
  });
  return { status: 404, headers: signpostHeaders, body };
}

/** Longer roots are nobody's to be shown, who has not signed in. */
const LONGEST_ROOT = 2_000;

/** What a path behind the service's own root adds to it, percent-encoded; empty where that is no root. */
export function rootBelow(path: string): string {
  const { words, root } = rootedPath(path);
  return root.length <= LONGEST_ROOT && isRoot(words) ? escapeUnsafe(root) : '';
}

/** A root of this service whose beginning was left out, as in `/last-90-days/` and `/odata/last-90-days/`. */
function rootMeant(path: string): readonly string[] | undefined {
  const root = rootBelow(path.replace(/^\/(?:odata\/)?(?:v\d\/)?/i, ''));
  return root === '' ? undefined : [`${ROOT_PATH}${root}`];
}

/** The answer to whoever has not signed in, for eyes: what a browser shows once its dialog is cancelled. */
export function signInPage(error: ODataError, visit: Visit): ODataResponse {
  const told = errorResponse(error);
  const body = page(visit, { title: 'This address asks you to sign in', text: error.message });
  return { ...told, headers: { ...told.headers, ...signpostHeaders }, body };
}

const page = (visit: Visit, what: Pick<Parameters<typeof signpost>[0], 'title' | 'text' | 'meant'>): string =>
  signpost({ ...what, connect: wayTo(CONNECT_PAGE, visit), serviceRoot: visit.serviceRoot });

/**
 * The link to a path of ours: below the public address where that is told, else relative, which stays right behind a
 * proxy that adds a path and says nothing of it.
 */
function wayTo(place: string, { path, told }: Visit): string {
  if (told !== undefined) return `${told}${place}`;
  const depth = path.split('/').length - 2;
  return `${depth === 0 ? './' : '../'.repeat(depth)}${place.slice(1)}`;
}
