/**
 * The usual carriers: how a parcel's carrier is named and where its journey is shown. `{number}` is where the number
 * goes. The addresses are those that shops link to in public code (GitHub, read 2026-11-28); a carrier that moves its page
 * is a line here, and links that were made before stay as they were.
 */
const CARRIERS: readonly {
  readonly name: string;
  readonly alsoKnownAs?: readonly string[];
  readonly trackingUrl: string;
}[] = [
  { name: 'UPS', trackingUrl: 'https://www.ups.com/track?tracknum={number}' },
  { name: 'FedEx', trackingUrl: 'https://www.fedex.com/fedextrack/?trknbr={number}' },
  { name: 'USPS', trackingUrl: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={number}' },
  {
    name: 'DHL',
    alsoKnownAs: ['DHL Express', 'DHL Paket', 'DHL eCommerce'],
    trackingUrl: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}',
  },
  { name: 'DPD', trackingUrl: 'https://tracking.dpd.de/parcelstatus?query={number}' },
  { name: 'GLS', trackingUrl: 'https://gls-group.com/GROUP/en/parcel-tracking?match={number}' },
  {
    name: 'Hermes',
    trackingUrl: 'https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{number}',
  },
  {
    name: 'Evri',
    alsoKnownAs: ['Hermes UK'],
    trackingUrl: 'https://www.evri.com/track/parcel/{number}',
  },
  {
    name: 'Royal Mail',
    trackingUrl: 'https://www.royalmail.com/track-your-item#/tracking-results/{number}',
  },
  {
    name: 'La Poste',
    alsoKnownAs: ['Colissimo'],
    trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code={number}',
  },
  { name: 'PostNL', trackingUrl: 'https://jouw.postnl.nl/track-and-trace/{number}' },
  {
    name: 'Austrian Post',
    alsoKnownAs: ['Österreichische Post'],
    trackingUrl: 'https://www.post.at/sv/sendungsdetails?snr={number}',
  },
  {
    name: 'Canada Post',
    alsoKnownAs: ['Postes Canada'],
    trackingUrl: 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}',
  },
  {
    name: 'Australia Post',
    alsoKnownAs: ['AusPost'],
    trackingUrl: 'https://auspost.com.au/mypost/track/#/details/{number}',
  },
  {
    name: 'Japan Post',
    trackingUrl:
      'https://trackings.post.japanpost.jp/services/srv/search/direct?locale=en&reqCodeNo1={number}',
  },
];

/** What is the same in every spelling: `royal-mail` is `Royal Mail`. */
const keyOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const BY_KEY = new Map(
  CARRIERS.flatMap((carrier) =>
    [carrier.name, ...(carrier.alsoKnownAs ?? [])].map((name) => [keyOf(name), carrier] as const),
  ),
);

/** A usual carrier by its own name, however it is spelled; any other as it is called, in one spelling of its blanks. */
export const carrierName = (given: string): string =>
  BY_KEY.get(keyOf(given))?.name ?? given.trim().replace(/\s+/g, ' ');

/** Whether two names are one carrier. */
export const isSameCarrier = (one: string, other: string): boolean =>
  carrierName(one).toLowerCase() === carrierName(other).toLowerCase();

/** Where a carrier shows the parcel; `null` for one that is not among the usual ones. */
export function trackingUrlOf(carrier: string, trackingNumber: string): string | null {
  const template = BY_KEY.get(keyOf(carrier))?.trackingUrl;
  return template?.replace('{number}', () => encodeURIComponent(trackingNumber.replace(/\s/g, ''))) ?? null;
}
