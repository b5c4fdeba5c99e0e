import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const numberOf = (file: string): string => file.split('-', 1)[0]!;
const patches = readdirSync('test/mutants').filter((file) => file.endsWith('.patch'));

describe('mutants', () => {
  it('there is one at least for every guarantee that has a test', () => {
    const guarantees = new Set(readdirSync('test/guarantees').map(numberOf));
    expect([...new Set(patches.map(numberOf))].toSorted()).toEqual([...guarantees].toSorted());
  });

  it.each(patches)('%s still applies', (patch) => {
    const { status, stdout, stderr } = spawnSync('git', ['apply', '--check', `test/mutants/${patch}`], {
      encoding: 'utf8',
    });
    expect({ status, told: stdout + stderr }).toEqual({ status: 0, told: '' });
  });
});
