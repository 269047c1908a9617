/** Bundles the wizard for one of its two hosts: a page, a script, a stylesheet and icons, with relative addresses. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** The browsers that Tableau embeds. */
const TARGET = ['chrome98', 'safari15', 'firefox97'];

interface WizardBuild {
  readonly host: 'browser' | 'tableau';
  readonly outDir: string;
  /** Values for the names in `app/build-constants.d.ts`. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

/** Writes `index.html` and `assets/` to `outDir`, which is emptied first. */
export async function buildWizard({ host, outDir, constants = {} }: WizardBuild): Promise<void> {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('../app/', import.meta.url)),
    base: './',
    define,
    plugins: [entryFor(host), classicScript],
    resolve: { dedupe: ['preact'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: TARGET,
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: { output: { format: 'iife', codeSplitting: false } },
    },
  });
}

function entryFor(host: WizardBuild['host']): Plugin {
  return {
    name: 'wizard-entry',
    transformIndexHtml: { order: 'pre', handler: (html) => html.replace('./browser.tsx', `./${host}.tsx`) },
  };
}

/** A deferred script is what Tableau's own build makes of a page; it runs wherever a module does. */
const classicScript: Plugin = {
  name: 'classic-script',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html
        .replaceAll('<script type="module" crossorigin', '<script defer')
        .replaceAll('<link rel="stylesheet" crossorigin', '<link rel="stylesheet"'),
  },
};
