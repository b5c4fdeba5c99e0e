import { newId } from '../shared/ids.js';
import { ResetTokens } from './reset-tokens.js';

const tokens = new ResetTokens({ JWT_SECRET: 'x'.repeat(32) });

describe('the token of a password reset', () => {
  it('is the same each time it is made, and leads to its reset', () => {
    const id = newId();
    expect(tokens.tokenOf(id)).toBe(tokens.tokenOf(id));
    expect(tokens.resetIdOf(tokens.tokenOf(id))).toBe(id);
  });

  it('is good for no other reset, under no other secret, and with no bit changed', () => {
    const token = tokens.tokenOf(newId());
    const other = new ResetTokens({ JWT_SECRET: 'y'.repeat(32) });
    const bytes = Buffer.from(token, 'base64url');
    for (const index of bytes.keys()) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(index) ^ 1, index);
      expect(tokens.resetIdOf(forged.toString('base64url'))).toBeUndefined();
    }
    expect(other.resetIdOf(token)).toBeUndefined();
  });

  it.each(['', 'x', 'ä'.repeat(64), ' '.repeat(64), `${'A'.repeat(63)}=`, 'A'.repeat(64)])(
    '%j is none',
    (token) => {
      expect(tokens.resetIdOf(token)).toBeUndefined();
    },
  );
});
