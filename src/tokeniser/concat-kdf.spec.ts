import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { concatKdf } from './concat-kdf.js';

describe('the key of both sides', () => {
  it('is that of RFC 7518, appendix C', () => {
    const privateKey = createPrivateKey({
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0',
        y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps',
        d: '0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo',
      },
      format: 'jwk',
    });
    const publicKey = createPublicKey({
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ',
        y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck',
      },
      format: 'jwk',
    });
    const derived = concatKdf(diffieHellman({ privateKey, publicKey }), {
      algorithm: 'A128GCM',
      keyBits: 128,
      apu: Buffer.from('Alice'),
      apv: Buffer.from('Bob'),
    });
    expect(derived.toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg');
  });
});
