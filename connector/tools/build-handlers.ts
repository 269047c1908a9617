/** Bundles each handler into one plain script for Tableau's sandbox, which offers the toolkit's names as globals. */
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const SOURCES = fileURLToPath(new URL('../handlers/', import.meta.url));
const TOOLKIT_IMPORT = /^\s*import\s[^;]*?\sfrom\s+['"]@tableau\/taco-toolkit\/handlers['"]\s*;?\s*$/gm;

/** Writes `<Name>.js` for every handler to `outDir`. */
export async function buildHandlers(outDir: string): Promise<void> {
  const files = readdirSync(SOURCES).filter((file) => /^[A-Z]\w*\.ts$/.test(file));
  for (const file of files) {
    const { name } = parse(file);
    await build({
      configFile: false,
      logLevel: 'warn',
      root: SOURCES,
      publicDir: false,
      plugins: [sandboxScript(name)],
      build: {
        outDir,
        emptyOutDir: false,
        target: 'es2022',
        minify: false,
        rolldownOptions: {
          input: join(SOURCES, file),
          output: { format: 'iife', entryFileNames: `${name}.js`, codeSplitting: false, exports: 'none' },
        },
      },
    });
  }
}

/** The sandbox finds a handler's class in `globalRefs`, under the name of its file. */
function sandboxScript(name: string): Plugin {
  return {
    name: 'sandbox-script',
    enforce: 'pre',
    transform(code, id) {
      const plain = code.replace(TOOLKIT_IMPORT, '');
      if (!id.endsWith(`/${name}.ts`)) return { code: plain, map: null };
      const registered = plain.replace(`export default class ${name}`, `class ${name}`);
      if (registered === plain) throw new Error(`${id} must have 'export default class ${name}'.`);
      return { code: `${registered}\nglobalRefs[${JSON.stringify(name)}] = ${name};\n`, map: null };
    },
  };
}
