import { readFileSync } from 'node:fs';
import { SettingsError } from './settings.js';

const LIMITS = '/proc/self/limits';
/** Ways to look into the process, or to have it write down what it holds. */
const WINDOWS = /^--(inspect|debug|allow-|heap|cpu-prof|prof|report|trace|tls-keylog|abort-on)/;
const ALLOWED = /^--allow-fs-(read|write)=/;

/** Refuses to hold cards in a process that others can look into; `launch.ts` starts one that fits. */
export function assertConfined(): void {
  const window = process.execArgv.find((flag) => WINDOWS.test(flag) && !ALLOWED.test(flag));
  if (window) throw new SettingsError(`The tokeniser must not be started with ${window.split('=')[0]}.`);
  const { permission } = process;
  const confined =
    permission &&
    ['fs.read', 'fs.write', 'child', 'worker', 'addon', 'wasi'].every((what) => !permission.has(what));
  if (!confined || !process.execArgv.includes('--disable-sigusr1')) {
    throw new SettingsError('The tokeniser must be started by dist/tokeniser/start.js, which confines it.');
  }
  if (dumpsCore()) throw new SettingsError('Core dumps must be off for the tokeniser: ulimit -c 0.');
}

/** Where there is no /proc the launcher's word has to do. */
function dumpsCore(): boolean {
  if (process.platform !== 'linux') return false;
  return !/^Max core file size +0 +0 /m.test(readFileSync(LIMITS, 'utf8'));
}
