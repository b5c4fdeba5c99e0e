import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

/**
 * One postal code of each country that has them, for people who have sent another kind. From Google's address data
 * (chromium-i18n.appspot.com/ssl-address/data, its `zipex`), read on 2026-11-28.
 */
const EXAMPLES = table(`
  AC ASCN 1ZZ, AD AD100, AF 1001, AI 2640, AL 1001, AM 375010, AR C1070AAM, AS 96799, AT 1010, AU 2000, AX 22150, AZ 1000,
  BA 71000, BB BB23026, BD 1340, BE 1000, BG 1000, BH 317, BL 97100, BM FL 07, BN BT2328, BR 40301-110, BT 11001, BY 223016,
  CA K1A 0B1, CC 6799, CH 8001, CL 8340457, CN 100000, CO 111221, CR 1000, CU 10700, CV 7600, CX 6798, CY 2008, CZ 100 00,
  DE 10115, DK 8660, DO 11903, DZ 40304, EC 090105, EE 69501, EG 12411, EH 70000, ES 28039, ET 1000, FI 00550, FK FIQQ 1ZZ,
  FM 96941, FO 100, FR 75001, GB SW1A 1AA, GE 0101, GF 97300, GG GY1 1AA, GI GX11 1AA, GL 3900, GN 001, GP 97100, GR 151 24,
  GS SIQQ 1ZZ, GT 09001, GU 96910, GW 1000, HM 7050, HN 31301, HR 10000, HT 6120, HU 1037, ID 40115, IE A65 F4E2, IL 9614303,
  IM IM2 1AA, IN 110034, IO BBND 1ZZ, IQ 31001, IR 11936-12345, IS 320, IT 00144, JE JE1 1AA, JO 11937, JP 100-0001, KE 20100,
  KG 720001, KH 12203, KR 03051, KW 54541, KY KY1-1100, KZ 040900, LA 01160, LB 2038 3054, LI 9496, LK 20000, LR 1000, LS 100,
  LT 04340, LU 4750, LV LV-1073, MA 53000, MC 98000, MD 2012, ME 81257, MF 97100, MG 501, MH 96960, MK 1314, MM 11181,
  MN 65030, MP 96950, MQ 97220, MT NXR 01, MU 42602, MV 20026, MX 02860, MY 43000, MZ 1102, NA 10001, NC 98814, NE 8001,
  NF 2899, NG 930283, NI 52000, NL 1234 AB, NO 0025, NP 44601, NZ 6001, OM 133, PE 02001, PF 98709, PG 111, PH 1008, PK 44000,
  PL 00-950, PM 97500, PN PCRN 1ZZ, PR 00930, PT 2725-079, PW 96940, PY 1536, RE 97400, RO 060274, RS 106314, RU 247112,
  SA 11564, SD 11042, SE 114 55, SG 546080, SH STHL 1ZZ, SI 4000, SJ 9170, SK 010 01, SM 47890, SN 12500, SO JH 09010,
  SV CP 1101, SZ H100, TA TDCU 1ZZ, TC TKCA 1ZZ, TH 10150, TJ 735450, TM 744000, TN 1002, TR 01960, TW 104, TZ 6090, UA 15432,
  UM 96898, US 10001, UY 11600, UZ 702100, VA 00120, VC VC0100, VE 1010, VG VG1110, VI 00802, VN 70010, WF 98600, XK 10000,
  YT 97600, ZA 0083, ZM 50100
`);

/** Codes of Google's data that postcode-validator 3.10 does not know. */
const ALSO_VALID: Record<string, RegExp> = {
  GB: /^(BFPO ?\d{1,4}|GIR ?0AA)$/,
  NI: /^\d{5}$/,
  PE: /^(LIMA|CALLAO) ?\d{1,2}$/,
  SO: /^[A-Z]{2} ?\d{5}$/,
};

/** What a postal code of a country (alpha-2) looks like, where one is known. */
export function postalCodeExample(country: string): string | undefined {
  return EXAMPLES.get(country);
}

/**
 * Whether a text is a postal code of a country (alpha-2). Case, the width of its digits, and blanks or hyphens left out or
 * put in do not count: `1000001` is `100-0001`. Where a country is not known to have postal codes, any text is one.
 */
export function isPostalCode(country: string, text: string): boolean {
  if (!postcodeValidatorExistsForCountry(country)) return true;
  const code = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  return [code, spacedAs(EXAMPLES.get(country) ?? '', code)].some(
    (spelling) => postcodeValidator(spelling, country) || ALSO_VALID[country]?.test(spelling),
  );
}

/** The letters and digits of a code with the separators of another one that has as many. */
function spacedAs(example: string, code: string): string {
  const characters = code.replace(/[ -]/g, '').split('');
  if (characters.length !== example.replace(/[ -]/g, '').length) return code;
  return example.replace(/[^ -]/g, () => characters.shift()!);
}

function table(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .trim()
      .split(/,\s+/)
      .map((entry) => [entry.slice(0, 2), entry.slice(3)]),
  );
}
