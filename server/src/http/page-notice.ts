import { escapeXml } from '../protocol/metadata/xml.ts';

/** What everybody who opens the connect page should know of the data behind it. */
export interface PageNotice {
  readonly text: string;
  /** Tokens that anybody may sign in with, and whose each is. */
  readonly tokens: readonly OpenToken[];
}

interface OpenToken {
  readonly token: string;
  /** Continues `demo-admin: `. */
  readonly about: string;
}

/** A page's HTML with a notice first in its body, where it is seen whatever the scripts do. */
export function withNotice(page: string, { text, tokens }: PageNotice): string {
  const items = tokens.map(({ token, about }) => `<li><code>${escapeXml(token)}</code> ${escapeXml(about)}</li>`);
  const list = items.length === 0 ? '' : `<p>Sign in with one of these tokens:</p><ul>${items.join('')}</ul>`;
  const notice = `<aside class="made-up" aria-label="About the data"><p>${escapeXml(text)}</p>${list}</aside>`;
  return page.replace(/<body[^>]*>/, (body) => `${body}${notice}`);
}
