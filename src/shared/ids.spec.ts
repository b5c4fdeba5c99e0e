import { newId, privateId, publicId } from './ids.js';

describe('an id’s outside form', () => {
  it('leads back to the id', () => {
    const edges = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    for (const id of [...edges, ...Array.from({ length: 100 }, newId)]) {
      const text = publicId('ref', id);
      expect(text).toMatch(/^ref_[0-9a-hjkmnp-tv-z]{26}$/);
      expect(privateId('ref', text)).toBe(id);
    }
  });

  it.each([
    ['nothing', ''],
    ['the prefix alone', 'ref_'],
    ['another prefix', publicId('att', newId())],
    ['no prefix', publicId('ref', newId()).slice(4)],
    ['a character too few', publicId('ref', newId()).slice(0, -1)],
    ['a character too many', `${publicId('ref', newId())}0`],
    ['a letter that Crockford leaves out', `ref_${'0'.repeat(25)}u`],
    ['more than 128 bits', `ref_8${'0'.repeat(25)}`],
    ['the id itself', newId()],
    ['letters beyond ASCII', `ref_${'é'.repeat(26)}`],
  ])('is none: %s', (_, text) => expect(privateId('ref', text)).toBeUndefined());
});
