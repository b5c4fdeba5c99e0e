import { carrierName, isSameCarrier, trackingUrlOf } from './carriers.js';

describe('a carrier', () => {
  it.each([
    ['ups', 'UPS'],
    ['Fed Ex', 'FedEx'],
    ['royal-mail', 'Royal Mail'],
    ['colissimo', 'La Poste'],
    ['ÖSTERREICHISCHE POST', 'Austrian Post'],
    ['hermes uk', 'Evri'],
    ['hermes', 'Hermes'],
    ['  Boten   Fix ', 'Boten Fix'],
    ['Upstate Couriers', 'Upstate Couriers'],
  ])('called %j is %j', (given, name) => {
    expect(carrierName(given)).toBe(name);
  });

  it('is one carrier in any case, and another one by another name', () => {
    expect(isSameCarrier('boten fix', 'BOTEN FIX')).toBe(true);
    expect(isSameCarrier('dhl-express', 'DHL')).toBe(true);
    expect(isSameCarrier('Boten Fix', 'DHL')).toBe(false);
  });

  it('shows a parcel at an address that its number cannot lead astray', () => {
    expect(trackingUrlOf('ups', '1Z 999 AA1 01 2345 6784')).toBe(
      'https://www.ups.com/track?tracknum=1Z999AA10123456784',
    );
    expect(trackingUrlOf('DPD', 'a&b=/../?#$&')).toBe(
      'https://tracking.dpd.de/parcelstatus?query=a%26b%3D%2F..%2F%3F%23%24%26',
    );
    expect(trackingUrlOf('Boten Fix', '1')).toBeNull();
  });
});
