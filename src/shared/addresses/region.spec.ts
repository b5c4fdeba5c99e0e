import { regionCodeOf, regionOf } from './region.js';

describe('a region', () => {
  it.each([
    ['USA', 'NY', ['NY', 'ny', ' N.Y. ', 'US-NY', 'New York', 'new  york']],
    ['US', 'DC', ['DC', 'D.C.', 'District of Columbia', 'Washington, DC']],
    ['US', 'AE', ['AE', 'Armed Forces Europe']],
    ['840', 'PR', ['PR', 'Puerto Rico']],
    ['Canada', 'QC', ['QC', 'Quebec', 'Québec']],
    ['CA', 'NS', ['Nova Scotia', 'Nouvelle-Écosse']],
    ['Australia', 'NSW', ['NSW', 'New South Wales']],
    ['BR', 'SP', ['sp', 'São Paulo', 'Sao Paulo']],
    ['JP', '13', ['13', 'Tokyo', 'Tôkyô', 'JP-13']],
    ['DE', 'BY', ['Bayern', 'by']],
  ])('of %s, %s, is understood in every spelling', (country, code, spellings) => {
    for (const state of spellings) expect([state, regionOf({ country, state })]).toEqual([state, code]);
  });

  it('that is not known stands for itself, so that equal texts stay equal', () => {
    expect(regionOf({ country: 'US', state: ' Zz ' })).toBe('ZZ');
    expect(regionOf({ country: 'Narnia', state: 'Lantern Waste' })).toBe('LANTERN WASTE');
    expect(regionCodeOf('US', 'ZZ')).toBeUndefined();
    expect(regionCodeOf('US', 'Bayern')).toBeUndefined();
  });

  it('may be absent', () => {
    expect(regionOf({ country: 'US' })).toBeUndefined();
    expect(regionOf({ country: 'US', state: '  ' })).toBeUndefined();
  });
});
