import { ensureKeyFile } from './key-file.js';
import { rotateKeyFile } from './rotate-key-file.js';
import { keysFileOf } from './settings.js';

// `npm run card-keys -- rotate`: makes the next card key. `ensure` makes the first one, where there is none.

const [command, file = keysFileOf()] = process.argv.slice(2);
if (command === 'rotate' || command === 'ensure') run(command);
else fail('Usage: card-keys rotate|ensure [file]');

/** An error's own text may quote the file, and with it a key. */
function run(command: 'rotate' | 'ensure'): void {
  try {
    if (command === 'ensure') ensureKeyFile(file);
    else process.stdout.write(`${rotateKeyFile(file)} is the newest key of ${file}, published at once.\n`);
  } catch {
    fail(`${file} is no set of card keys, or cannot be read and written.`);
  }
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
