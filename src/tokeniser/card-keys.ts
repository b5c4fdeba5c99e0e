import { ensureKeyFile } from './key-file.js';
import { rotateKeyFile } from './rotate-key-file.js';
import { keysFileOf } from './settings.js';

// `npm run card-keys -- rotate`: makes the next card key. `ensure` makes the first one, where there is none.

const [command, file = keysFileOf()] = process.argv.slice(2);
try {
  if (command === 'rotate')
    say(`${rotateKeyFile(file)} is the newest key of ${file}: it is published at once.`);
  else if (command === 'ensure') ensureKeyFile(file);
  else throw new Error('Usage: card-keys rotate|ensure [file]');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
