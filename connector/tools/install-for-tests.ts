/** Before the e2e tests: everything they need of the connector's own install, or plainly what they will do without. */
import { install } from './install.ts';
import { canPack } from './run-packer.ts';

const { sandboxProblem } = install({ say: console.log, sandbox: true });
if (sandboxProblem !== undefined) {
  console.log(`
!! Tableau's sandbox cannot be compiled on this machine, so the tests that need it are SKIPPED.
!! They need a C++ compiler, make and Python 3 (Debian: apt-get install g++ make python3; macOS: xcode-select --install).
!! ${sandboxProblem.replaceAll('\n', '\n!! ')}
`);
}
if (!canPack()) {
  console.log(`
!! There is no \`jar\` on the PATH, so the tests of the packed connector are SKIPPED. It comes with a JDK.
`);
}
