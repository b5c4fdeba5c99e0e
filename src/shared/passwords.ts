import { hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet (read 2026-11-23): argon2id, 19 MiB, 2 passes, 1 lane. About 15 ms here. */
const OWASP = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * A hash under the same parameters that no password opens: an address without an account takes as long to refuse as
 * one with, so that time does not tell who is registered.
 */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$lL7Qoaq0DEg/Mtet225zWA$yQxHoXMLDAnEWV0kMWjdd+m+K7kBQ7L4RO1aL9f2+m0';

export const hashPassword = (password: string): Promise<string> => hash(asTyped(password), OWASP);

export const passwordMatches = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, asTyped(password));

/** Keyboards differ in how they compose an accent; the person typed the same (NIST SP 800-63B asks for this). */
const asTyped = (password: string): string => password.normalize('NFKC');
