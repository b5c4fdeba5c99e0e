import { postcodeValidatorExistsForCountry } from 'postcode-validator';
import countries from 'i18n-iso-countries/index.js';
import { isPostalCode, postalCodeExample } from './postal-code.js';

const COUNTRIES = Object.keys(countries.getAlpha2Codes());

it('every country’s example is one of its codes, and one with a letter too much is not', () => {
  const withExample = COUNTRIES.filter((country) => postalCodeExample(country));
  expect(withExample.length).toBeGreaterThan(170);
  for (const country of withExample) {
    const example = postalCodeExample(country)!;
    expect([country, example, isPostalCode(country, example)]).toEqual([country, example, true]);
    expect([country, isPostalCode(country, `${example}XX`)]).toEqual([country, false]);
  }
});

it('a country whose codes are checked has an example to show', () => {
  const checked = COUNTRIES.filter((country) => postcodeValidatorExistsForCountry(country));
  expect(checked.filter((country) => !postalCodeExample(country))).toEqual(['CK', 'PA']);
});
