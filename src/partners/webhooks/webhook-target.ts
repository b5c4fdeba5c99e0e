import { lookup, Resolver } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';

/** What keeps an address from being one that we call; told to whoever gave it. */
export type Refusal = string;

export interface TargetRules {
  readonly WEBHOOK_ALLOW_INSECURE: boolean;
  readonly WEBHOOK_ALLOW_PRIVATE: boolean;
}

/** Longer ones some servers refuse. */
const URL_MAX_LENGTH = 2_000;
const PORTS = new Set(['', '80', '443']);

/** A name that resolves slowly holds only its own deliveries: the query is no thread's, and ends. */
const DNS = { timeout: 2_000, tries: 2 };

/**
 * What is not global unicast (IANA special-purpose registries, read 2026-11-28). Addresses that carry an IPv4 address
 * inside (mapped, NAT64, 6to4, Teredo) are refused whole: they are ways around the list and nobody's server.
 */
const RESERVED = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
  192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4
  240.0.0.0/4 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20`;

const reserved = new BlockList();
for (const range of RESERVED.trim().split(/\s+/)) {
  const [address = '', bits] = range.split('/');
  reserved.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
}
/** All of IPv6 that is given out to the world; the rest is loopback, link-local, unique local, multicast or reserved. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !reserved.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !reserved.check(address, 'ipv6');
}

/** The URL as it will be called, or why not; what its host resolves to is another question. */
export function readTarget(text: string, rules: TargetRules): URL | Refusal {
  if (text.length > URL_MAX_LENGTH) return `must have at most ${URL_MAX_LENGTH} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'must be a URL';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.WEBHOOK_ALLOW_INSECURE))
    return 'must begin with https://';
  if (url.username || url.password) return 'must carry no user name or password';
  if (url.hash || text.endsWith('#')) return 'must carry no fragment';
  if (!PORTS.has(url.port) && Number(url.port) < 1024) return 'must use port 443, 80, or one from 1024 on';
  if (!rules.WEBHOOK_ALLOW_PRIVATE && isIP(hostOf(url)) > 0 && !isPublicAddress(hostOf(url)))
    return 'must not lead to a private, local or reserved address';
  return url;
}

/** Without the brackets of IPv6. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

class TargetRefused extends Error {
  readonly code = 'TARGET_REFUSED';
}

/** Keeps what partners tell us to call away from what only we can reach (SSRF). */
@Injectable()
export class WebhookTargets {
  constructor(@Inject(CONFIG) private readonly rules: TargetRules & Partial<Config>) {}

  /** For the moment in which an endpoint is made or changed: every address of its host has to be one that we call. */
  async refusalOf(text: string): Promise<Refusal | undefined> {
    const url = readTarget(text, this.rules);
    if (typeof url === 'string') return url;
    const addresses = await addressesOf(hostOf(url)).catch(() => []);
    if (addresses.length === 0) return 'must have a host that can be found';
    if (this.allows(addresses)) return undefined;
    return 'must not lead to a private, local or reserved address';
  }

  /** For every call: rules may have become stricter since, and an address in the URL is looked up by nobody. */
  readAgain(text: string): URL | undefined {
    const url = readTarget(text, this.rules);
    return typeof url === 'string' ? undefined : url;
  }

  /** For every connection: the addresses that are checked are those that are connected to, whatever DNS says next. */
  readonly lookup: LookupFunction = (hostname, options, answer) => {
    addressesOf(hostname).then(
      (addresses) => {
        if (!this.allows(addresses)) return answer(new TargetRefused(), []);
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        return options.all ? answer(null, found) : answer(null, found[0]!.address, found[0]!.family);
      },
      (error: NodeJS.ErrnoException) => answer(error, []),
    );
  };

  private allows(addresses: readonly string[]): boolean {
    return this.rules.WEBHOOK_ALLOW_PRIVATE || addresses.every(isPublicAddress);
  }
}

/** All addresses of a host, at least one. A bare name is one of this machine or network, which its own files may know. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) > 0) return [host];
  if (!host.replace(/\.$/, '').includes('.')) {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  }
  const resolver = new Resolver(DNS);
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  throw Object.assign(new Error('host not found'), { code: 'ENOTFOUND' });
}
