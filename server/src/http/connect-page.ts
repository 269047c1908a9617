import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { emptySegment } from '../bind/url/empty-segment.ts';
import { type PageNotice, withNotice } from './page-notice.ts';
import { parseTarget } from '../protocol/request-target.ts';

/** Where the wizard is, beside the service root. */
export const CONNECT_PATH = '/connect';

/** Whether a path, in whatever letter case, is the wizard's or below it. */
export const isConnectPath = (path: string): boolean => `${path.toLowerCase()}/`.startsWith(`${CONNECT_PATH}/`);

/**
 * The wizard's pages. They need no credentials, for they hold no data: the token typed into them goes to the service
 * with each question, as every client's does. Scripts, styles and questions stay with this server.
 */
export function connectPage(folder: string, notice?: PageNotice): Router {
  const router = express.Router({ strict: true });
  router.use(onlyWhole, withoutGuards, redirectToFolder);
  if (notice !== undefined) router.get(['/', '/index.html'], pageWith(folder, notice));
  router.use(
    express.static(folder, {
      redirect: false,
      acceptRanges: false,
      setHeaders: (response, path) => {
        response.set(pageHeaders);
        // What a build changes gets another name; the page itself keeps its own.
        const lasting = /[\\/]assets[\\/]/.test(path);
        response.set('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  return router;
}

/** The icon that browsers ask for beside whatever they show; whoever may not read the rest may see it. */
export const favicon = (folder: string): RequestHandler =>
  express.static(join(folder, 'favicon.ico'), { redirect: false, acceptRanges: false, maxAge: '1d' });

/** Beside what every answer has. */
const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
};

/** A path with nothing between two slashes is told so by whoever answers the rest. */
const onlyWhole: RequestHandler = ({ originalUrl }, _, next) =>
  next(emptySegment(parseTarget(originalUrl).path) === undefined ? undefined : 'router');

/** What nobody writes is read whole, whatever state it was seen in before. */
const withoutGuards: RequestHandler = ({ headers }, _, next) => {
  delete headers['if-match'];
  delete headers['if-unmodified-since'];
  next();
};

/** The page's addresses are relative, and a relative redirect stays right behind a proxy that adds a path. */
const redirectToFolder: RequestHandler = (request, response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && request.originalUrl.split('?')[0] === CONNECT_PATH) response.redirect(302, 'connect/');
  else next();
};

/** The page with a notice above the wizard. */
function pageWith(folder: string, notice: PageNotice): RequestHandler {
  return async (_, response, next) => {
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined);
    if (page === undefined) return next();
    response.set(pageHeaders).set('Cache-Control', 'no-cache').type('html');
    response.send(withNotice(page, notice));
  };
}
